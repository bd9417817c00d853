// The reply to the officer: a set text on request, and how many segments it takes as the modem cuts it.
(() => {
"use strict"
const text = document.getElementById("text"), count = document.getElementById("count")
if (!text || !count) return
const basic = /^[\n\r !-Z_a-z£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà]$/, twice = /^[\f^{}\\[\]~|€]$/
const most = +count.dataset.most

// An escape pair and a surrogate pair are never torn apart (3GPP TS 23.040, 9.2.3.24.1).
const cut = signs => {
  const small = signs.every(c => basic.test(c) || twice.test(c))
  const sizes = signs.map(c => small ? 1 + twice.test(c) : c.length)
  const sum = sizes.reduce((a, b) => a + b, 0), one = small ? 160 : 70, more = small ? 153 : 67
  if (sum <= one) return [1, one - sum]
  let parts = 1, filled = 0
  for (const size of sizes) {
    if (filled + size > more) { parts++; filled = 0 }
    filled += size
  }
  return [parts, more - filled]
}
const show = () => {
  const [parts, left] = cut([...text.value.trim()])
  count.textContent = count.dataset.words.replace("{left}", left).replace("{parts}", parts).replace("{most}", most)
  count.className = parts > most ? "p0" : "dim"
}
const set = document.getElementById("answer")
if (set) set.addEventListener("change", () => {
  const said = set.selectedOptions[0].dataset.text
  if (said) { text.value = said; show(); text.focus() }
})
text.addEventListener("input", show)
show()
})()
