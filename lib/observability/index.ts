export * from './alert-topic';
export * from './cost-budget';
