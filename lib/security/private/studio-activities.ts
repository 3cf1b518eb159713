import * as perms from '../perms';
import { allow, allowOnAll, allowPattern, sageMakerArn, sageMakerArns, StatementsAt } from './activity-statement';

/** Policy variables that SageMaker fills in for the calls of a person's Studio apps. */
export const OWN_DOMAIN = '${sagemaker:DomainId}';
export const OWN_PROFILE = `${OWN_DOMAIN}/\${sagemaker:UserProfileName}`;

const STUDIO_IMAGES = ['app-image-config', 'image', 'image-version', 'studio-lifecycle-config'];

export function useOwnStudioApps(): StatementsAt {
  return (place) => {
    const appsAndSpaces = ['app', 'space'].map((kind) => sageMakerArn(place, kind, `${OWN_DOMAIN}/*`));
    const domain = sageMakerArn(place, 'domain', OWN_DOMAIN);
    const profile = sageMakerArn(place, 'user-profile', OWN_PROFILE);
    const owned = {
      ArnEquals: { 'sagemaker:OwnerUserProfileArn': profile },
      StringEquals: { 'sagemaker:SpaceSharingType': 'Private' },
    };
    const onCreation = { StringEquals: { 'sagemaker:TaggingAction': ['CreateApp', 'CreateSpace'] } };

    return [
      allow(perms.OPEN_STUDIO, [profile]),
      allowPattern(perms.USE_APPS_AND_SPACES, appsAndSpaces, owned),
      allowPattern(perms.TAG, appsAndSpaces, onCreation),
      allowPattern(perms.DESCRIBE_STUDIO, [domain, profile, ...appsAndSpaces]),
      allowOnAll(perms.LIST_STUDIO),
    ];
  };
}

export function runStudioApplications(): StatementsAt {
  return (place) => [
    ...useOwnStudioApps()(place),
    allowPattern(perms.DESCRIBE_STUDIO_IMAGES, sageMakerArns(place, STUDIO_IMAGES, '')),
    allowOnAll(perms.LIST_STUDIO_IMAGES),
  ];
}
