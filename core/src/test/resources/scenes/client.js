// A client that keeps connections alive and sends requests with a pause between them.
// node client.js <url> <requests> <pause in ms>
const http = require('http');

const [url, requests, pause] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true });

function get() {
  return new Promise((done) => {
    http.get(url, { agent }, (response) => response.resume().on('end', done))
      .on('error', (error) => { console.log(error.code); done(); });
  });
}

async function main() {
  for (let i = 0; i < Number(requests); i++) {
    if (i > 0) await new Promise((done) => setTimeout(done, Number(pause)));
    await get();
  }
  agent.destroy();
}

main();
