// Mails a second by nodemailer's pool: node nodemailer.cjs FOLDER HOST PORT MAILS HTML-FILE [CAFILE]
const [folder, host, port, mails, file, cafile] = process.argv.slice(2);
const fs = require("fs");
const nodemailer = require(`${folder}/node_modules/nodemailer`);
const html = fs.readFileSync(file, "utf8");
const pool = nodemailer.createTransport({
  pool: true, maxConnections: 8, maxMessages: 100, host, port: Number(port), secure: Boolean(cafile),
  ignoreTLS: !cafile, tls: cafile ? { ca: fs.readFileSync(cafile) } : undefined,
});
const mail = (number) => {
  const link = `https://eurasiatimes.example/unsubscribe/${String(number).padStart(40, "0")}`;
  return pool.sendMail({
    from: "desk@eurasiatimes.example", to: `reader${number}@reader.example`, subject: "Asie",
    headers: { "List-Unsubscribe": `<${link}>` }, text: link, html: html.replace("⟦unsubscribe⟧", link),
  });
};
(async () => {
  const began = process.hrtime.bigint();
  let next = 0;
  const hand = async () => { while (next < Number(mails)) await mail(next++); };
  await Promise.all(Array.from({ length: 64 }, hand));
  console.log(Number(mails) / (Number(process.hrtime.bigint() - began) / 1e9));
  pool.close();
})();
