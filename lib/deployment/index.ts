export * from './data-capture';
export * from './deployment-strategy';
export * from './model-endpoint';
export * from './model-endpoint-grants';
export * from './percent';
export * from './served-model';
