import awscdk from 'eslint-plugin-awscdk';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const bareErrors = {
  selector: 'ThrowStatement > NewExpression[callee.name=/^(Error|TypeError|RangeError)$/]',
  message: 'Say what is wrong and what to do about it: report a problem through Problems or check() of lib/core.',
};

const strayConstructs = {
  selector: "MethodDefinition[kind='constructor'] NewExpression[arguments.0.name='scope']",
  message: 'Define the construct below this one: pass `this` as its scope.',
};

const slowImports = {
  selector: "ImportDeclaration[source.value='aws-cdk-lib'] > ImportSpecifier[imported.name=/^aws_/]",
  message: "Import the module alone, as `import * as kms from 'aws-cdk-lib/aws-kms'`: the barrel is slow to load.",
};

export default defineConfig(
  { ignores: ['node_modules/', '**/*.js', '**/*.d.ts', 'dist/', '**/cdk.out/', '.venv/', 'reports/'] },
  {
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    rules: {
      // noInlineConfig makes suppressions ineffective; this makes them errors as well.
      'no-warning-comments': [
        'error',
        {
          terms: ['eslint-disable', 'eslint-enable', 'prettier-ignore', 'istanbul ignore', 'todo', 'fixme', 'xxx'],
          location: 'anywhere',
        },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './test/tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', bareErrors, strayConstructs, slowImports],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-check': true, 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      '@typescript-eslint/member-ordering': [
        'error',
        {
          default: [
            'signature',
            'public-static-field',
            'private-static-field',
            'public-static-method',
            'public-instance-field',
            'public-abstract-field',
            'protected-field',
            'private-instance-field',
            'constructor',
            ['public-get', 'public-set', 'public-instance-method', 'public-abstract-method'],
            ['protected-get', 'protected-set', 'protected-method'],
            ['private-get', 'private-set', 'private-instance-method'],
          ],
        },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/no-dynamic-delete': 'error',
      '@typescript-eslint/no-misused-spread': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'error',
      '@typescript-eslint/no-unnecessary-type-arguments': 'error',
      '@typescript-eslint/no-useless-constructor': 'error',
      '@typescript-eslint/prefer-nullish-coalescing': 'error',
      '@typescript-eslint/prefer-optional-chain': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allow: [{ from: 'file', name: 'Percent' }] },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Factories are static and need no `this`; tests hand them around as the cases of a table.
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }],
    },
  },
  {
    files: ['lib/**/*.ts', 'bin/**/*.ts', 'examples/**/*.ts'],
    plugins: { awscdk },
    rules: {
      'awscdk/construct-constructor-property': 'error',
      'awscdk/no-construct-in-interface': 'error',
      'awscdk/no-construct-stack-suffix': 'error',
      'awscdk/no-import-private': 'error',
      'awscdk/no-mutable-property-of-props-interface': 'error',
      'awscdk/no-mutable-public-property-of-construct': 'error',
      'awscdk/no-unused-props': 'error',
      'awscdk/pascal-case-construct-id': 'error',
      'awscdk/prefer-grants-property': 'error',
      'awscdk/props-name-convention': 'error',
      'awscdk/require-props-default-doc': 'error',
    },
  },
  {
    files: ['lib/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    // A template is JSON of any shape; what a test asserts on it is its type check.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
