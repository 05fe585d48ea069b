'use strict';
// viewer-request: refuses what calls itself a crawler but is none that the site wants.

const WANTED = /googlebot|bingbot|duckduckbot/i;
const CRAWLER = /bot|crawl|spider|scrape/i;

exports.handler = async (event) => {
  const request = event.Records[0].cf.request;
  const agent = request.headers['user-agent']?.[0].value ?? '';
  if (CRAWLER.test(agent) && !WANTED.test(agent)) {
    return {
      status: '403',
      statusDescription: 'Forbidden',
      headers: { 'content-type': [{ key: 'Content-Type', value: 'text/plain' }] },
      body: 'No crawlers, please.\n',
    };
  }
  request.headers['x-crawler'] = [{ key: 'X-Crawler', value: String(CRAWLER.test(agent)) }];
  return request;
};
