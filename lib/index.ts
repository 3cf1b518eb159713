/** What is wanted: plain data, its reader and its checks. */
export * as description from './description';
/** Where work happens, and within what limits: organisational units, guardrails, tag policies. */
export * as organization from './organization';
/** Who may do what: activities, execution roles, personas. */
export * as security from './security';
/** What everything stands on: network, keys, buckets, logs. */
export * as foundation from './foundation';
/** Where people work: Studio domain and user profiles. */
export * as studio from './studio';
/** How a model is made: typed steps, checked at synth; quality gates; what starts a pipeline. */
export * as pipelines from './pipelines';
/** Which models exist and who shares them: model package groups. */
export * as registry from './registry';
/** How a model reaches its users: endpoints, strategies, capture. */
export * as deployment from './deployment';
/** Is the platform healthy and what does it cost: alerts and budgets. */
export * as observability from './observability';
/** Is it allowed, and can we prove it: rule packs. */
export * as governance from './governance';
/** How a team starts: project templates. */
export * as projects from './projects';
/** Puts it together: MlPlatform and its stacks. */
export * as platform from './platform';
