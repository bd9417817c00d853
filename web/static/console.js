// The live stream, the ages, the siren and the keys. Every page works without it.
(() => {
"use strict"
const d = document, b = d.body, set = b.dataset, get = id => d.getElementById(id)
const title = d.title, units = (set.units || "").split(",")
let last = set.seq, heard = Date.now(), wait = 1000, toned = 0, source, audio, waited
let known, moaned = 0, cut = 0, sure

// A linked script brings the words that only it shows; else they stand in the page.
for (const id in window.W) { const e = get(id); if (e) e.prepend(W[id]) }
const age = s => s < 60 ? units[0] : s < 5400 ? Math.round(s / 60) + " " + units[1]
  : s < 172800 ? Math.round(s / 3600) + " " + units[2] : Math.round(s / 86400) + " " + units[3]
// The server's clock is the one that counts: the PC's may be years off.
const skew = Date.now() / 1000 - set.now
const ages = () => d.querySelectorAll("[data-t]").forEach(e => e.textContent = age(Date.now() / 1000 - skew - e.dataset.t))

const down = on => {
  const e = get("down")
  if (e && e.hidden == on) { e.hidden = !on; cut = Date.now(); get("kept").hidden = true; alarm() }
}
const alive = e => {
  heard = Date.now(); wait = 1000; down(false)
  if (e.lastEventId) last = e.lastEventId
}

const take = id => { const e = get(id); if (e) e.remove() }
// As the queue sorts: the most urgent first, then the newest.
const rank = r => r.cells[0].className[1] * 1e10 - r.querySelector("[data-t]").dataset.t
const put = html => {
  const t = d.createElement("template"), rows = get("rows")
  t.innerHTML = html
  const row = t.content.firstElementChild, old = get(row.id)
  renew(row.id)
  if (!rows || (!old && set.page)) return
  const focus = old && old.contains(d.activeElement)
  if (old) old.remove()
  row.classList.add("fresh")
  rows.insertBefore(row, [...rows.children].find(r => rank(r) > rank(row)) || null)
  if (focus) row.querySelector("a").focus()
  while (rows.children.length > 60) rows.lastElementChild.remove()
  take("none")
}
// The report on this page changed: read it anew, but leave the forms as they are being filled.
const renew = async key => {
  if (key != set.key) return
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html")
  for (const e of d.querySelectorAll("[data-renew]")) {
    const fresh = page.getElementById(e.id)
    if (fresh && !e.contains(d.activeElement)) e.replaceWith(fresh)
  }
}
const told = {
  r: put,
  x: key => { take(key); renew(key) },
  h: html => { get("head").innerHTML = html; alarm() },
  n: text => text.split(" ").forEach((n, i) => { const e = get("n" + i); if (e) e.textContent = n }),
  m: html => { const g = get("marks"); if (g) g.innerHTML = html },
}
const open = () => {
  if (source) source.close()
  heard = Date.now()
  source = new EventSource(set.live + last)
  source.onopen = source.onmessage = alive
  for (const kind in told) source.addEventListener(kind, e => { alive(e); told[kind](e.data) })
  // EventSource itself gives up for good on 401 and 502: we do not.
  source.onerror = () => {
    down(true)
    if (source.readyState == 2) { setTimeout(open, wait); wait = Math.min(wait * 2, 30000) }
  }
}

const tone = low => {
  const t = audio.currentTime, o = audio.createOscillator(), g = audio.createGain(), base = low === true ? 330 : 660
  o.type = "square"
  for (let i = 0; i < 6; i++) o.frequency.setValueAtTime(i % 2 ? base : base * 1.5, t + i / 5)
  g.gain.setValueAtTime(.25, t); g.gain.linearRampToValueAtTime(0, t + 1.2)
  o.connect(g).connect(audio.destination); o.start(t); o.stop(t + 1.2)
}
const sounding = () => audio && audio.state == "running"
// What is wrong with the station or the link.
const wrong = () => [...d.querySelectorAll(".fault, #down:not([hidden])")].map(e => e.dataset.n || e.id)
const touched = () => { known = wrong(); moaned = 0 }
const alarm = () => {
  const n = d.querySelectorAll(".alarm-bar").length, off = get("sound")
  // Starting takes the browser a moment, so the page waits for it before it cries that it is mute.
  off.hidden = sounding() || !waited
  d.title = (n ? "⚠ " + n + " " : "") + (get("down").hidden ? "" : "✕ ") + (off.hidden ? "" : off.textContent + " · ") + title
  // Several alarms in a moment are one tone.
  if (n && sounding() && Date.now() - toned > 1500) { toned = Date.now(); tone(); set.tones = 1 + +(set.tones || 0) }
  // What went wrong since somebody last touched the page sounds too, lower and once a minute; but not a link
  // that is back within seconds.
  const now = wrong()
  known = known.filter(name => now.includes(name))
  const worse = now.some(name => !known.includes(name) && (name != "down" || Date.now() - cut > 5000))
  if (worse && !n && sounding() && Date.now() - moaned > 60000) {
    moaned = Date.now(); tone(true); set.moans = 1 + +(set.moans || 0)
  }
}
// Browsers let a page sound at once when the one before it was touched; others want a click or a key on each.
const ear = () => { if (!audio) { audio = new AudioContext(); audio.onstatechange = alarm } }
const unlock = e => { touched(); ear(); audio.resume().then(e.target.id == "tone" ? tone : alarm) }

// Over a dead link nothing is sent and no link is followed: the page would be lost, and what was typed on it.
const stay = e => {
  const link = e.type == "click" && e.target.closest('a:not([href^="#"])')
  if (sure || get("down").hidden || (e.type == "click" && (!link || e.ctrlKey || e.metaKey || e.shiftKey))) return
  e.preventDefault(); get("kept").hidden = false
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 5000)
  // Whatever keeps the stream away, a station that answers is there.
  fetch(set.live + last, { signal: stop.signal }).then(answer => {
    stop.abort()
    if (link) location = link.href
    else if (answer.ok) { sure = true; e.target.requestSubmit(e.submitter); sure = false }
  }, () => {})
}

// What a key presses: of this very page first, and of an alarm above it only where the page has no such key.
const pressed = key => {
  const act = '[data-press="' + CSS.escape(key) + '"]'
  return d.querySelector("main " + act) || d.querySelector(act)
}
// The keys of this very page, each with the words of what it presses.
const help = () => {
  const old = get("shown"), p = d.createElement("p")
  if (old) return old.remove()
  const said = e => e.dataset.press + " " + ((e.labels && e.labels[0]) || e).firstChild.textContent.trim()
  const each = [...d.querySelectorAll("[data-press]:not(#keys)")].filter(e => pressed(e.dataset.press) == e).map(said)
  p.id = "shown"; p.className = "did"; p.setAttribute("role", "status")
  p.textContent = (get("rows") ? ["j ↓", "k ↑"] : []).concat(each).join(" · ")
  d.querySelector("header").after(p)
}
const keys = e => {
  if (e.ctrlKey || e.altKey || e.metaKey || /INPUT|TEXTAREA|SELECT/.test(e.target.tagName)) return
  const links = [...d.querySelectorAll("#rows a")], at = links.indexOf(d.activeElement)
  const to = { j: at + 1, k: at < 0 ? 0 : at - 1 }[e.key]
  if (to !== undefined && links[to]) links[to].focus()
  const act = !e.repeat && pressed(e.key)
  if (act) { e.preventDefault(); act.matches("button") ? act.click() : act.focus() }
}

// Who presses twice on a slow line means once: the answer to the second would hide what the first did, and
// behind a password the first ends the session that the second shows. A file leaves the page as it was.
const once = e => {
  const f = e.target, now = Date.now()
  if (f.method == "post" && now - f.sent < 8000 && !f.matches("[action='/export']")) e.preventDefault()
  if (!e.defaultPrevented) f.sent = now
}
d.addEventListener("keydown", keys)
if (set.live) {
  get("keys").hidden = false; get("keys").onclick = help
  touched(); open()
  ages(); setInterval(ages, 20000)
  setInterval(alarm, 3000)
  setInterval(() => { if (Date.now() - heard > set.patience) { down(true); open() } }, 5000)
  d.addEventListener("submit", stay); d.addEventListener("click", stay)
  d.addEventListener("click", unlock); d.addEventListener("keydown", unlock)
  setTimeout(() => { waited = 1; alarm() }, 1000)
  alarm(); ear()
}
d.addEventListener("submit", once)
})()
