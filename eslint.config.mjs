import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';

/** What each room may import (ARCHITECTURE.md, "The house"). A room not named in `from` is open to it. */
const rooms = [
  {
    target: './src/core',
    from: ['./src/engine', './src/haproxyEngine', './src/cli', './src/extension', './media'],
  },
  { target: './src/engine', from: ['./src/haproxyEngine', './src/cli', './src/extension', './media'] },
  { target: './src/haproxyEngine', from: ['./src/engine', './src/cli', './src/extension', './media'] },
  { target: './src/cli', from: ['./src/extension', './media'] },
  { target: './media', from: ['./src/engine', './src/haproxyEngine', './src/cli', './src/extension'] },
];

const noVscode = { name: 'vscode', message: 'Only src/extension knows VS Code.' };
const noNode = {
  group: ['node:*'],
  message: 'This room has no Node: take what is needed as an injected port.',
};

export default tseslint.config(
  {
    ignores: [
      'dist/',
      '.vscode-test/',
      'node_modules/',
      'demo/',
      'test/data/',
      'coverage/',
      '*.globals.d.ts',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './media/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.mjs', '.js'] } } },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones: rooms }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // An async function without await turns what it throws into a rejection, which is what callers expect.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-imports': ['error', { paths: [noVscode] }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: [noVscode], patterns: [noNode] }],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Take a Clock.' },
        { object: 'Math', property: 'random', message: 'Take a random function.' },
      ],
    },
  },
  {
    files: ['media/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [noVscode], patterns: [noNode] }] },
  },
  {
    files: ['src/extension/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', '!node:path', '!node:url', '!node:os'],
              message: 'The extension touches sockets and files only through the engine and the VS Code API.',
            },
          ],
        },
      ],
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            ...rooms,
            {
              target: './src/extension/!(composition.ts)',
              from: ['./src/engine', './src/haproxyEngine'],
              message: 'Only composition.ts knows the concrete engines.',
            },
            { target: './src/extension', from: ['./src/cli', './media'] },
          ],
        },
      ],
    },
  },
  {
    // The model is tested without an editor.
    files: ['src/extension/model/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [noVscode], patterns: [noNode] }] },
  },
  { files: ['test/vscode/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='only']",
          message: 'A test left alone keeps the others from running.',
        },
      ],
    },
  },
  { files: ['**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
);
