// What the client of npm's @modelcontextprotocol/sdk sees of a hub: node client.mjs <folder of node_modules> <url> <token>
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [folder, url, token] = process.argv.slice(2);
const require = createRequire(folder + '/');
const load = (path) => import(pathToFileURL(require.resolve('@modelcontextprotocol/sdk/' + path)).href.replace('/cjs/', '/esm/'));
const { Client } = await load('client/index.js');
const { StreamableHTTPClientTransport } = await load('client/streamableHttp.js');
const { ElicitRequestSchema } = await load('types.js');

const asked = [];
const progress = [];
const client = new Client({ name: 'test', version: '1' }, { capabilities: { elicitation: {} } });
client.setRequestHandler(ElicitRequestSchema, async (request) => {
  asked.push(request.params.message);
  return { action: 'accept', content: { confirm: true } };
});
await client.connect(
  new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { Authorization: 'Bearer ' + token } } }),
);
const { tools } = await client.listTools();
const call = (name, args, options) => client.callTool({ name, arguments: args }, undefined, options);
const greeted = await call('greet', { what: 'Zoë' }, { onprogress: (one) => progress.push(one.progress) });
const weighed = await call('weigh', { what: 'pen' });
const failed = await call('fail', {});
const wiped = await call('wipe', { what: 'disk' });
console.log(
  JSON.stringify({
    tools: tools.map((tool) => tool.name),
    greeted: greeted.content[0].text,
    grams: weighed.structuredContent.grams,
    failed: failed.isError,
    wiped: wiped.content[0].text,
    asked,
    progress,
  }),
);
await client.close();
