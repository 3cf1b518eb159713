export * from './docker-access';
export * from './domain';
export * from './user-profile';
