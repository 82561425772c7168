import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** tsyringe is used through tokens: only src/di may see its container (docs/adr/0003-dependency-injection.md). */
const tsyringeLeavesOnly = {
  paths: [
    {
      name: 'tsyringe',
      allowImportNames: ['inject', 'injectable'],
      message: 'Only src/di composes; elsewhere take a token through the constructor.',
    },
  ],
};

export default tseslint.config(
  { ignores: ['dist/', '.cache/', 'coverage/', 'node_modules/', '.nf-awsecs/'] },
  eslint.configs.recommended,
  { files: ['**/*.mjs'], languageOptions: { globals: { URL: 'readonly' } } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A token is an interface and a value of one name (src/di/token.ts).
      '@typescript-eslint/no-redeclare': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'Export by name: the public surface is a decision.' },
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
      ],
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      'max-params': ['error', 5],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/di/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', tsyringeLeavesOnly] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': ['error', 400],
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
