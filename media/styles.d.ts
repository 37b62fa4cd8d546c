/** Styles are imported for their effect: the build gathers them into one sheet. */
declare module '*.css';
