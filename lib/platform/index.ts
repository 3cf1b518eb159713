export * from './ml-platform';
