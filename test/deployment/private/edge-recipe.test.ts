import { EdgeArchitecture, EdgeOperatingSystem } from '../../../lib/deployment/edge-component';
import { recipeOf } from '../../../lib/deployment/private/edge-recipe';

const PACKAGED = { version: '1.2.0', description: 'abalone', files: ['s3://acme-models/model.tar.gz'] };

test('a recipe names the files, the platform, the scripts and what the component needs', () => {
  const recipe = recipeOf(
    {
      componentName: 'com.acme.abalone',
      os: EdgeOperatingSystem.LINUX,
      architecture: EdgeArchitecture.AARCH64,
      lifecycle: { startup: 'start.sh', shutdown: 'stop.sh' },
      dependencies: { 'aws.greengrass.Nucleus': '~2.12.0' },
      publisher: 'Acme',
    },
    PACKAGED,
  );

  expect(recipe).toEqual({
    RecipeFormatVersion: '2020-01-25',
    ComponentName: 'com.acme.abalone',
    ComponentVersion: '1.2.0',
    ComponentType: 'aws.greengrass.generic',
    ComponentDescription: 'abalone',
    ComponentPublisher: 'Acme',
    ComponentDependencies: { 'aws.greengrass.Nucleus': { VersionRequirement: '~2.12.0' } },
    Manifests: [
      {
        Platform: { os: 'linux', architecture: 'aarch64' },
        Lifecycle: { startup: 'start.sh', shutdown: 'stop.sh' },
        Artifacts: [
          {
            URI: 's3://acme-models/model.tar.gz',
            Unarchive: 'NONE',
            Permission: { Read: 'OWNER', Execute: 'NONE' },
          },
        ],
      },
    ],
  });
});

test('a description of its own takes the place of the usual one', () => {
  const component = { componentName: 'abalone', os: EdgeOperatingSystem.WINDOWS, lifecycle: {}, description: 'rings' };

  const recipe = recipeOf(component, PACKAGED);

  expect(recipe).toMatchObject({ ComponentDescription: 'rings' });
});
