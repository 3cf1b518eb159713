import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { EdgeComponentOptions } from '../edge-component';

const NAME = /^[a-zA-Z0-9-_.]{1,128}$/;

/** Checks a component. */
export function checkEdgeComponent(problems: Problems, path: string, component: EdgeComponentOptions): void {
  const { componentName, lifecycle } = component;

  if (!Token.isUnresolved(componentName) && !NAME.test(componentName)) {
    problems.add({
      code: 'ComponentNameMalformed',
      path: `${path}.componentName`,
      got: `is "${componentName}"`,
      wanted: 'Greengrass takes 1 to 128 letters, digits, hyphens, underscores and dots',
      remedy: 'write one as "com.acme.abalone"',
    });
  }
  if (lifecycle.run === undefined || lifecycle.startup === undefined) return;
  problems.add({
    code: 'LifecycleContradictory',
    path: `${path}.lifecycle`,
    got: 'has run and startup',
    wanted: 'a component runs in the foreground or in the background',
    remedy: 'leave one of them out',
  });
}

/** What a recipe says of a package. */
export interface PackagedComponent {
  readonly version: string;
  readonly description: string;

  /** Addresses of the files in S3. */
  readonly files: readonly string[];
}

/** The recipe of a component. Greengrass computes the digests of the files when it takes the recipe. */
export function recipeOf(component: EdgeComponentOptions, packaged: PackagedComponent): object {
  const { componentName, os, architecture, dependencies, publisher } = component;
  const { afterFailure: recover, ...lifecycle } = component.lifecycle;

  return {
    RecipeFormatVersion: '2020-01-25',
    ComponentName: componentName,
    ComponentVersion: packaged.version,
    ComponentType: 'aws.greengrass.generic',
    ComponentDescription: component.description ?? packaged.description,
    ComponentPublisher: publisher,
    ComponentDependencies:
      dependencies &&
      Object.fromEntries(
        Object.entries(dependencies).map(([name, versions]) => [name, { VersionRequirement: versions }]),
      ),
    Manifests: [
      {
        Platform: { os, architecture },
        Lifecycle: { ...lifecycle, recover },
        Artifacts: packaged.files.map((URI) => ({
          URI,
          Unarchive: 'NONE',
          Permission: { Read: 'OWNER', Execute: 'NONE' },
        })),
      },
    ],
  };
}
