import { AwsError } from '../http/aws-error.js';

/** What EC2 says of a parameter whose value is wrong. */
export const invalidValue = (message: string): AwsError => new AwsError('InvalidParameterValue', message);
