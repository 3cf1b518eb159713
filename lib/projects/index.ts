export * from './tabular-regression-project';
