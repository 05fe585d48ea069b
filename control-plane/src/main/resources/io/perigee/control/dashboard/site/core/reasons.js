/** What the network's words for outcomes and reasons mean to people; see the enumerations Outcome and Reason. */

/** Reasons after which the node's own cache has answered. */
const HITS = new Set(['fresh', 'stale-while-revalidate', 'stale-if-error', 'collapsed']);

const REASONS = {
  fresh: 'A stored response that is still fresh',
  'stale-while-revalidate': 'Stale, served while it is being revalidated',
  'stale-if-error': 'Stale, served because the origin failed',
  collapsed: 'Joined another viewer’s fetch of the same object',
  'not-stored': 'Nothing was stored for this cache key: the first request, or pushed out by others',
  vary: 'Stored for other values of the fields that Vary names',
  expired: 'What was stored had expired',
  'no-cache': 'The response says no-cache: it must be revalidated every time',
  invalidated: 'What was stored had been invalidated',
  'log-lost': 'The node had lost the change log, and trusted nothing that it had',
  'request-directive': 'The viewer’s Cache-Control forbade an answer from the cache',
  partial: 'A part of the object was not stored',
  'no-store': 'The response may not be stored: no-store, private, or a policy without caching',
  method: 'A method that the behavior does not cache',
  bypass: 'The behavior does not cache, or the request cannot be cached',
  'only-if-cached': 'The viewer wanted stored responses only, and there was none',
  'too-large': 'Too large for the cache',
  'https-required': 'Redirected to HTTPS',
  'nearer-edge': 'Sent to an edge nearer to the viewer',
  'geo-restricted': 'The viewer’s country is not allowed',
  unsigned: 'A signed URL or cookie was missing, forged or expired',
  'unknown-host': 'No distribution has this host',
  'distribution-disabled': 'The distribution is disabled',
  'malformed-request': 'Not valid HTTP, or refused fields',
  'method-not-allowed': 'A method that the behavior does not allow',
  'body-too-large': 'The request’s body was too large',
  'request-timeout': 'The request did not come whole in time',
  blocked: 'Refused by a rate limit or a firewall rule',
  unauthenticated: 'The sender is no node of this network',
  loop: 'The request came back to a node that it had passed',
  overload: 'The node was at its capacity',
  'not-ready': 'The node was draining or not ready',
  function: 'A function answered',
  'function-error': 'A function failed',
  'function-timeout': 'A function took too long',
  'origin-status': 'The origin answered with an error',
  'origin-unreachable': 'No connection to the origin',
  'origin-timeout': 'The origin did not answer in time',
  'origin-invalid': 'The origin’s answer was not valid or was cut off',
  'viewer-gone': 'The viewer left before the response was sent',
  'internal-error': 'Something that should not happen',
};

const OUTCOMES = {
  Hit: 'Hit',
  RefreshHit: 'Hit after revalidation',
  OriginShieldHit: 'Hit in the regional cache',
  Miss: 'Miss',
  Error: 'Error',
  Redirect: 'Redirect',
  LimitExceeded: 'Limit exceeded',
  CapacityExceeded: 'Capacity exceeded',
  LambdaGeneratedResponse: 'Answered by a function',
  LambdaExecutionError: 'A function failed',
  LambdaValidationError: 'A function’s result was not valid',
  LambdaLimitExceeded: 'A function was throttled',
  FunctionGeneratedResponse: 'Answered by a viewer function',
  FunctionExecutionError: 'A viewer function failed',
  FunctionThrottledError: 'A viewer function was throttled',
};

export const isHit = (reason) => HITS.has(reason);
export const reasonWords = (reason) => REASONS[reason] ?? reason;
export const outcomeWords = (outcome) => OUTCOMES[outcome] ?? outcome;
