export * from './activity';
export * from './execution-role';
export * from './studio-persona';
