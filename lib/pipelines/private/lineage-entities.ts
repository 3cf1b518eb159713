import { Problems } from '../../core';
import {
  LineageAction,
  LineageActionStatus,
  LineageArtifact,
  LineageContext,
  LineageEntityOptions,
} from '../lineage-entity';
import { nameInExecution } from './lineage-names';
import { DefinitionExpression } from './reference-token';
import { checkHyphenated, checkLength, checkTextMap } from './value-checks';

/** SageMaker takes 120 characters, of which a hyphen and the execution's id take 13. */
const LONGEST_NAME = 107;
const LONGEST_KIND = 256;

const LONGEST_PROPERTY = 2_500;
const LONGEST_ARTIFACT_PROPERTY = 4_096;

/** What some kinds of entities have beside what all have. */
interface DescribedEntity extends LineageEntityOptions {
  readonly sourceType?: string;
  readonly description?: string;
}

export function checkAction(problems: Problems, path: string, action: LineageAction): void {
  checkHyphenated(problems, `${path}.actionName`, action.actionName, LONGEST_NAME);
  checkLength(problems, `${path}.actionType`, action.actionType, LONGEST_KIND);
  checkEntity(problems, path, action, LONGEST_PROPERTY);
}

export function checkArtifact(problems: Problems, path: string, artifact: LineageArtifact): void {
  checkHyphenated(problems, `${path}.artifactName`, artifact.artifactName, LONGEST_NAME);
  checkLength(problems, `${path}.artifactType`, artifact.artifactType, LONGEST_KIND);
  checkLength(problems, `${path}.s3ETag`, artifact.s3ETag, LONGEST_KIND);
  checkEntity(problems, path, artifact, LONGEST_ARTIFACT_PROPERTY);
}

export function checkContext(problems: Problems, path: string, context: LineageContext): void {
  checkHyphenated(problems, `${path}.contextName`, context.contextName, LONGEST_NAME);
  checkLength(problems, `${path}.contextType`, context.contextType, LONGEST_KIND);
  checkEntity(problems, path, context, LONGEST_PROPERTY);
}

export function renderAction(action: LineageAction): DefinitionExpression {
  return {
    ActionName: nameInExecution(action.actionName),
    ActionType: action.actionType,
    Source: { SourceUri: action.sourceUri, SourceType: action.sourceType },
    Status: action.status ?? LineageActionStatus.COMPLETED,
    Description: action.description,
    Properties: action.properties,
  };
}

export function renderArtifact(artifact: LineageArtifact): DefinitionExpression {
  const { s3ETag } = artifact;

  return {
    ArtifactName: nameInExecution(artifact.artifactName),
    ArtifactType: artifact.artifactType,
    Source: {
      SourceUri: artifact.sourceUri,
      SourceTypes: s3ETag === undefined ? undefined : [{ SourceIdType: 'S3ETag', Value: s3ETag }],
    },
    Properties: artifact.properties,
  };
}

export function renderContext(context: LineageContext): DefinitionExpression {
  return {
    ContextName: nameInExecution(context.contextName),
    ContextType: context.contextType,
    Source: { SourceUri: context.sourceUri, SourceType: context.sourceType },
    Description: context.description,
    Properties: context.properties,
  };
}

function checkEntity(problems: Problems, path: string, entity: DescribedEntity, longestValue: number): void {
  checkLength(problems, `${path}.sourceUri`, entity.sourceUri, 2_048);
  checkLength(problems, `${path}.sourceType`, entity.sourceType, LONGEST_KIND);
  checkLength(problems, `${path}.description`, entity.description, 3_072);
  checkTextMap(problems, `${path}.properties`, entity.properties, {
    most: 30,
    longestValue,
    noun: 'properties of a lineage entity',
  });
}
