export * from './description-rules';
export * from './identity-description';
export * from './network-description';
export * from './organization-description';
export * from './platform-description';
export * from './platform-file';
export * from './project-description';
export * from './team-description';
