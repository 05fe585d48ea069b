import { dump, load } from '../vendor/js-yaml/js-yaml.js';
import { diffLines } from '../vendor/diff/diff.js';

/** A new distribution, with what every one must have. */
export const STARTER = {
  enabled: true,
  aliases: ['www.example.com'],
  origins: [{ id: 'origin', domainName: 'origin.example.com' }],
  defaultCacheBehavior: { targetOriginId: 'origin', viewerProtocolPolicy: 'redirect-to-https' },
};

/** The order in which people look for things; whatever is not named comes after them. */
const ORDER = [
  'id', 'comment', 'enabled', 'aliases', 'defaultRootObject', 'origins', 'originGroups', 'defaultCacheBehavior', 'cacheBehaviors',
  'pathPattern', 'targetOriginId', 'domainName', 'httpPort', 'httpsPort', 'protocolPolicy', 'originPath', 'viewerProtocolPolicy',
  'cachePolicyId', 'originRequestPolicyId', 'responseHeadersPolicyId', 'allowedMethods', 'cachedMethods', 'compress',
];
const place = (key) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);

export function toYaml(document) {
  return dump(document, { lineWidth: 110, sortKeys: (a, b) => place(a) - place(b) || a.localeCompare(b) });
}

export const toJson = (document) => JSON.stringify(document, null, 2) + '\n';

/** `{document}` of a YAML or JSON text, or `{wrong}` in words. */
export function read(text) {
  try {
    const document = load(text);
    return document !== null && typeof document === 'object' && !Array.isArray(document)
      ? { document }
      : { wrong: 'This is not a document: expected fields such as “origins:”.' };
  } catch (error) {
    const line = error.mark ? `Line ${error.mark.line + 1}: ` : '';
    return { wrong: `${line}${error.reason ?? error.message}` };
  }
}

/** What differs between two documents, line by line: `{sign: '+'|'-'|' ', text}`; unchanged lines far from a change are left out. */
export function differences(before, after, around = 3) {
  const lines = diffLines(before, after).flatMap((part) => {
    const sign = part.added ? '+' : part.removed ? '-' : ' ';
    return part.value.replace(/\n$/, '').split('\n').map((text) => ({ sign, text }));
  });
  const near = (index) => lines.slice(Math.max(0, index - around), index + around + 1).some((line) => line.sign !== ' ');
  const shown = [];
  lines.forEach((line, index) => {
    if (near(index)) shown.push(line);
    else if (shown.length && shown.at(-1).sign !== '…') shown.push({ sign: '…', text: '' });
  });
  while (shown.at(-1)?.sign === '…') shown.pop();
  return shown;
}

/** The value at a path such as `origins[0].domainName`; undefined where there is none. */
export function at(document, path) {
  return steps(path).reduce((value, step) => value?.[step], document);
}

/** A copy with another value at a path; undefined takes the field away. */
export function withValue(document, path, value) {
  const [first, ...rest] = steps(path);
  return put(document, first, rest, value);
}

function put(target, step, rest, value) {
  const copy = Array.isArray(target) ? [...target] : { ...target };
  const next = rest.length ? put(copy[step] ?? (typeof rest[0] === 'number' ? [] : {}), rest[0], rest.slice(1), value) : value;
  if (next === undefined && !Array.isArray(copy)) delete copy[step];
  else copy[step] = next;
  return copy;
}

const steps = (path) => path.split(/\.|\[|\]\.?/).filter(Boolean).map((step) => (/^\d+$/.test(step) ? Number(step) : step));
