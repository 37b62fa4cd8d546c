/** A number in [0, 1), as Math.random gives it. Injected, so that tests are repeatable. */
export type Random = () => number;
