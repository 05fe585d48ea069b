import { html } from '../core/html.js';
import { usePoll } from '../core/poll.js';
import { Check, Lines, Select, Text } from '../parts/fields.js';
import { at, withValue } from './document.js';

const same = (value) => [value, value];
const PROTOCOLS = ['match-viewer', 'http-only', 'https-only'].map(same);
const VIEWER_PROTOCOLS = [['allow-all', 'HTTP and HTTPS'], ['redirect-to-https', 'redirect HTTP to HTTPS'], ['https-only', 'HTTPS only']];
const METHODS = [
  ['GET,HEAD', 'GET, HEAD'],
  ['GET,HEAD,OPTIONS', 'GET, HEAD, OPTIONS'],
  ['GET,HEAD,OPTIONS,PUT,POST,PATCH,DELETE', 'all seven'],
];
const EVENTS = ['viewer-request', 'origin-request', 'origin-response', 'viewer-response'].map(same);

/** Methods in the order of the choice that has the same ones. */
function methods(given = ['GET', 'HEAD']) {
  const known = METHODS.find(([value]) => value.split(',').length === given.length && given.every((one) => value.includes(one)));
  return known ? known[0] : given.join(',');
}

const options = (list, none) => [...(none ? [['', none]] : []), ...list.map((one) => same(one.id))];

/** What a form changes: `text`, `choice` … draw a field for a path of the document, its violations beside it. */
function fieldsOf(document, onChange, violations) {
  const common = (path, missing = '') => ({ path, value: at(document, path) ?? missing, violations });
  const set = (path, empty) => (value) => onChange(withValue(document, path, value === empty ? undefined : value));
  return {
    set: (path, value) => onChange(withValue(document, path, value)),
    text: (label, path, more) => html`<${Text} label=${label} ...${common(path)} onChange=${set(path, '')} ...${more} />`,
    port: (label, path, usual) => html`<${Text} label=${label} type="number" placeholder=${usual} ...${common(path)}
      onChange=${(value) => onChange(withValue(document, path, value === '' ? undefined : Number(value)))} />`,
    lines: (label, path, more) => html`<${Lines} label=${label} ...${common(path, [])} onChange=${set(path)} ...${more} />`,
    choice: (label, path, choices, usual = '', more) => html`<${Select} label=${label} options=${choices} ...${common(path, usual)} onChange=${set(path, '')} ...${more} />`,
    check: (label, path, usual) => html`<${Check} label=${label} value=${at(document, path) ?? usual} onChange=${set(path)} />`,
  };
}

/** Boxes for the items of a list, each with a way to take it away or to move it, and one to add another. */
function Items({ title, path, document, onChange, fresh, add, named, ordered, children }) {
  const items = at(document, path) ?? [];
  const put = (list) => onChange(withValue(document, path, list));
  const swap = (a, b) => put(items.map((item, i) => (i === a ? items[b] : i === b ? items[a] : item)));
  return html`<fieldset class="items"><legend>${title}</legend>
    ${items.map((item, i) => html`<div class="item" role="group" aria-label=${named(item, i)} key=${i}>
      <div class="item-head"><strong>${named(item, i)}</strong><span class="row">
        ${ordered && i > 0 && html`<button type="button" class="quiet" aria-label=${`Move ${named(item, i)} up`} onClick=${() => swap(i, i - 1)}>↑</button>`}
        ${ordered && i < items.length - 1 && html`<button type="button" class="quiet" aria-label=${`Move ${named(item, i)} down`} onClick=${() => swap(i, i + 1)}>↓</button>`}
        <button type="button" class="quiet" aria-label=${`Remove ${named(item, i)}`} onClick=${() => put(items.filter((_, j) => j !== i))}>Remove</button></span></div>
      ${children(`${path}[${i}]`, item)}
    </div>`)}
    <button type="button" onClick=${() => put([...items, fresh()])}>${add}</button>
  </fieldset>`;
}

function Behavior({ path, document, onChange, violations, lists, first }) {
  const f = fieldsOf(document, onChange, violations);
  const targets = [...(document.origins ?? []), ...(document.originGroups ?? [])].filter((one) => one.id);
  return html`<div class="fields">
    ${!first && f.text('Path pattern', `${path}.pathPattern`, { code: true, placeholder: '/img/*' })}
    ${f.choice('Origin', `${path}.targetOriginId`, options(targets, 'choose one'))}
    ${f.choice('Protocols of viewers', `${path}.viewerProtocolPolicy`, VIEWER_PROTOCOLS, 'allow-all')}
    ${f.choice('Cache policy', `${path}.cachePolicyId`, options(lists.cache), 'Managed-CachingOptimized')}
    ${f.choice('Origin request policy', `${path}.originRequestPolicyId`, options(lists.originRequest, 'none'))}
    ${f.choice('Response headers policy', `${path}.responseHeadersPolicyId`, options(lists.responseHeaders, 'none'))}
    <${Select} label="Methods" path=${`${path}.allowedMethods`} violations=${violations} options=${METHODS} value=${methods(at(document, `${path}.allowedMethods`))}
      onChange=${(value) => f.set(`${path}.allowedMethods`, value.split(','))} />
    ${f.check('Compress', `${path}.compress`, true)}
  </div>
  <${Items} title="Functions" path=${`${path}.functionAssociations`} document=${document} onChange=${onChange} add="Add a function"
    fresh=${() => ({ eventType: 'viewer-request', function: lists.functions[0]?.name ?? '' })} named=${(item, i) => item.function || `Function ${i + 1}`}>
    ${(one) => html`<div class="fields">
      ${f.choice('Event', `${one}.eventType`, EVENTS)}
      ${f.choice('Function', `${one}.function`, lists.functions.map((known) => same(known.name)))}
      ${f.text('Version', `${one}.version`, { placeholder: 'latest' })}
    </div>`}
  <//>`;
}

/**
 * A distribution's usual fields; what it does not show stays as it is in the document.
 *
 * @param isNew whether the id is still to be chosen
 */
export function DistributionForm({ document, onChange, violations, isNew }) {
  const items = (path) => usePoll(path, 0).data?.items ?? [];
  const lists = {
    cache: items('/v1/cache-policies'),
    originRequest: items('/v1/origin-request-policies'),
    responseHeaders: items('/v1/response-headers-policies'),
    functions: items('/v1/functions'),
  };
  const f = fieldsOf(document, onChange, violations);
  const shared = { document, onChange, violations, lists };
  return html`<div class="form">
    <div class="fields">
      ${f.text('Id', 'id', { disabled: !isNew, code: true })}
      ${f.text('Comment', 'comment')}
      ${f.text('Default root object', 'defaultRootObject', { code: true, placeholder: 'index.html' })}
      ${f.check('Enabled', 'enabled', true)}
    </div>
    ${f.lines('Host names', 'aliases', { help: 'One on each line, such as www.example.com or *.example.com.' })}
    <${Items} title="Origins" path="origins" document=${document} onChange=${onChange} add="Add an origin" fresh=${() => ({ id: '', domainName: '' })}
      named=${(item, i) => item.id || `Origin ${i + 1}`}>
      ${(path) => html`<div class="fields">
        ${f.text('Id', `${path}.id`, { code: true })}
        ${f.text('Host', `${path}.domainName`, { code: true, placeholder: 'origin.example.com' })}
        ${f.choice('Protocol', `${path}.protocolPolicy`, PROTOCOLS, 'match-viewer')}
        ${f.port('HTTP port', `${path}.httpPort`, '80')}
        ${f.port('HTTPS port', `${path}.httpsPort`, '443')}
        ${f.text('Path put before', `${path}.originPath`, { code: true, placeholder: '/v2' })}
      </div>`}
    <//>
    <fieldset class="items"><legend>Default behavior</legend><div class="item"><${Behavior} path="defaultCacheBehavior" first ...${shared} /></div></fieldset>
    <${Items} title="Behaviors by path; the first whose pattern matches is used" path="cacheBehaviors" document=${document} onChange=${onChange} ordered
      add="Add a behavior" fresh=${() => ({ pathPattern: '', targetOriginId: document.origins?.[0]?.id ?? '' })} named=${(item, i) => item.pathPattern || `Behavior ${i + 1}`}>
      ${(path) => html`<${Behavior} path=${path} ...${shared} />`}
    <//>
  </div>`;
}
