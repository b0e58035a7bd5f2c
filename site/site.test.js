// What readers do with the site, in a browser: ./sockets site, then this in headless Chromium.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { chromium } from 'playwright-core'
import { pairs, pitfalls } from './collection.js'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const SITE = path.join(import.meta.dirname, 'target/site')
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const KINDS = ['', 'zh/', 'pairs/', 'pairs/tcp-basic/echo.html', 'pitfalls/', 'pitfalls/half-message.html', 'tcp-basic/',
  'tcp-basic/EchoServer.html', 'common/package-info.html', 'docs/from-python.html', 'docs/claims.html', 'docs/benchmarks.html']
const TABS = 3
const AFRESH = 16 // every so many pages one is loaded as from a bookmark; to the others leads a click, which takes a third of the time
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const PATIENCE = 120_000 // milliseconds, on the slowest machine

const skip = !process.env.SITE_DEMANDED && !existsSync(CHROMIUM) && `there is no ${CHROMIUM}: install Debian's chromium, or name another in CHROMIUM`

describe('the site', { skip, timeout: 1_800_000, concurrency: 2 }, () => {
  let server
  let site
  let browser

  before(async () => {
    server = spawn(path.join(import.meta.dirname, '../sockets'), ['site', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines = createInterface(server.stdout)
    const [ready] = await Promise.race([new Promise(line => lines.once('line', text => line([text]))), ended(server)])
    assert.match(ready, /^Listening on 127\.0\.0\.1:\d+$/)
    site = `http://${ready.split(' ')[2]}/`
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  })

  after(async () => {
    await browser?.close()
    server?.kill()
  })

  /** Opens a page in a window of its own, and fails if anything on it complains. */
  async function visit(address, use, settings = {}) {
    const context = await browser.newContext(settings)
    context.setDefaultTimeout(PATIENCE)
    try {
      const page = await context.newPage()
      const errors = complaints(page)
      await open(page, address)
      await use(page)
      assert.deepEqual(errors, [])
    } finally {
      await context.close()
    }
  }

  /** Loads a page, and waits until it answers clicks and its diagrams are drawn: before that it is only text. */
  async function open(page, address) {
    await page.goto(site + address)
    await page.waitForFunction(() => document.querySelector('#app').__vue_app__
      && [...document.querySelectorAll('.mermaid')].every(diagram => diagram.querySelector('svg'))
      && !document.querySelector('body > [id^=dmermaid]')) // what Mermaid draws in
  }

  it('loads every page without an error, with every link alive and every diagram drawn', async () => {
    const addresses = readdirSync(SITE, { recursive: true }).filter(file => file.endsWith('.html') && file !== '404.html')
      .map(file => file.replaceAll('\\', '/').replace(/(^|\/)index\.html$/, '$1'))
    assert.ok(addresses.length > 700, `${addresses.length} pages`)
    const ids = new Map()
    const links = new Map()
    const wrong = []
    const context = await browser.newContext()
    context.setDefaultTimeout(PATIENCE)
    const left = addresses.entries()
    await Promise.all(Array.from({ length: TABS }, async () => {
      const page = await context.newPage()
      const errors = complaints(page)
      for (const [i, address] of left) {
        if (i < TABS || i % AFRESH === 0) await open(page, address)
        else await page.evaluate(follow, site + address)
        const seen = await page.evaluate(() => ({
          here: location.origin + location.pathname,
          ids: [...document.querySelectorAll('[id]')].map(element => element.id),
          links: [...document.querySelectorAll('a[href], img[src]')].map(element => element.href ?? element.src),
          failed: document.querySelector('.mermaid .error-icon') && 'Mermaid does not understand a diagram'
        }))
        ids.set(seen.here, new Set(seen.ids))
        if (seen.here !== site + address) wrong.push(`${address}: it became ${seen.here}`)
        seen.links.forEach(link => links.set(link, address))
        wrong.push(...[...errors.splice(0), ...seen.failed ? [seen.failed] : []].map(error => `${address}: ${error}`))
      }
    }))
    await context.close()
    for (const [link, from] of links) {
      const [file, anchor] = link.replace(/\?.*$/, '').split('#')
      if (!file.startsWith(site)) continue // a host outside
      if (ids.has(file) ? anchor && !ids.get(file).has(decodeURIComponent(anchor)) : !existsSync(path.join(SITE, file.slice(site.length)))) {
        wrong.push(`${from}: ${link} leads nowhere`)
      }
    }
    assert.deepEqual(wrong, [])
  })

  it('shows of each pair what both ends print, their code, and the counterpart in CPython', () => {
    for (const { page, sessions } of pairs) {
      const html = readFileSync(path.join(SITE, `${page}.html`), 'utf8')
      assert.equal(html.match(/language-console/g)?.length, sessions.length, page)
      assert.match(html, /<label [^>]*>\w+\.java<.*<label [^>]*>[\w-]+\.py</s, page)
    }
  })

  it('shows of each pitfall what it prints, both halves of its code, and its test', () => {
    for (const { page } of pitfalls) {
      const html = readFileSync(path.join(SITE, `${page}.html`), 'utf8')
      for (const part of [/language-console/, /class="line broken"/, /class="line fixed"/, /test: <a href="[^"]*Test\.html"/]) assert.match(html, part, page)
    }
  })

  it('finds what one types', () => visit('', async page => {
    for (const [words, found] of [
      ['half of the message', /^pitfalls\//],
      ['SO_REUSEADDR', /ServerSettings|AddressAlreadyInUse|address-already-in-use|from-python/],
      ['only the beginning of a message arrives', /^pitfalls\/half-message/],
      ['Address already in use', /address-already-in-use/],
      ['Connection reset', /answer-cut-by-reset/],
      ['sendall', /docs\/from-python/],
      ['tcp-basic echo', /^pairs\/tcp-basic\/echo/],
      ['ThreadingMixIn', /socketserver-port\/ThreadingMixIn/],
      ['connect_ex', /WaitFor|from-python|wait-for/],
      ['setSoTimeout', /EndlessRead|from-python|pitfalls/],
      ['怎样监听', /^zh\//]
    ]) {
      const results = await search(page, words)
      assert.ok(results.some(result => found.test(result.slice(site.length))), `${words}:\n${results.join('\n')}`)
    }
  }))

  it('is entered in Chinese too, and searched from there', () => visit('zh/', async page => {
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN')
    assert.match(await page.textContent('main h1'), /套接字/)
    const results = await search(page, 'half of the message')
    assert.match(results[0], /\/pitfalls\//)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/pitfalls\//)
    await page.waitForSelector('html[lang="en"]') // the address comes first
  }))

  it('leads from one language to the other', () => visit('', async page => {
    await page.click('main a:has-text("中文版")')
    await page.waitForURL(site + 'zh/')
    await page.click('main a:has-text("English")')
    await page.waitForURL(site)
  }))

  it('has its menu on a phone', () => visit('', async page => {
    await page.click('.VPNavBarHamburger')
    await page.click('.VPNavScreen a:has-text("Pitfalls")')
    await page.waitForURL(site + 'pitfalls/')
  }, PHONE))

  it('is light or dark as one wants, the diagrams too', () => visit('pairs/tcp-basic/echo.html', async page => {
    const colours = () => page.evaluate(() => [getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.querySelector('.mermaid svg text.messageText')).fill])
    const light = await colours()
    await page.click('.VPSwitchAppearance:visible')
    await page.waitForFunction(before => getComputedStyle(document.querySelector('.mermaid svg text.messageText')).fill !== before, light[1])
    const dark = await colours()
    assert.notEqual(light[0], dark[0])
  }))

  it('takes no mouse: to what stands beside a page, from the search to a page, and through the tabs of its code', () => visit('', async page => {
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement.className), 'VPSkipLink visually-hidden')
    await tabTo(page, '.VPSidebar a[href="/tcp-basic/"]')
    await page.keyboard.press('Enter')
    await page.waitForURL(site + 'tcp-basic/')
    await search(page, 'tcp-basic echo')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/pairs\/tcp-basic\/echo/)
    await page.waitForSelector('.vp-code-group')
    await tabTo(page, '.vp-code-group input')
    await page.keyboard.press('ArrowRight')
    assert.match(await page.textContent('.vp-code-group .blocks > .active'), /class EchoClient/)
  }))

  for (const address of KINDS) {
    for (const [name, settings] of [['wide and light', { viewport: { width: 1440, height: 900 } }], ['on a phone and dark', { ...PHONE, colorScheme: 'dark' }]]) {
      it(`fits, and has no serious obstacle for anybody, ${name}: /${address}`, () => visit(address, async page => {
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), settings.viewport.width)
        await page.addScriptTag({ path: AXE })
        const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }))
        assert.deepEqual(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0].html}: ${nodes[0].failureSummary}`), [])
      }, settings))
    }
  }
})

async function ended(server) {
  const code = await new Promise(exit => server.once('exit', exit))
  throw new Error(`./sockets site ended with ${code}`)
}

/** Collects what a page complains of. */
function complaints(page) {
  const errors = []
  page.on('pageerror', error => errors.push(error.message))
  page.on('console', message => ['error', 'warning'].includes(message.type()) && errors.push(message.text()))
  page.on('response', response => response.status() >= 400 && errors.push(`${response.status()} ${response.url()}`))
  return errors
}

/** Runs in a page: goes on to another as a click does, and waits for it and its diagrams. */
async function follow(address) {
  const until = async (condition, end = Date.now() + 60_000) => {
    while (!condition()) {
      if (Date.now() > end) throw new Error(`${address} does not come, or not its diagrams`)
      await new Promise(later => setTimeout(later, 10))
    }
  }
  document.title = ''
  const link = document.createElement('a')
  link.href = address
  document.body.append(link)
  link.click()
  link.remove()
  await until(() => document.title && document.querySelector('main h1'))
  await until(() => [...document.querySelectorAll('.mermaid')].every(diagram => diagram.querySelector('svg'))
    && !document.querySelector('body > [id^=dmermaid]')) // what Mermaid draws in
}

/** Presses the tabulator until the keyboard is at an element. */
async function tabTo(page, selector) {
  for (let i = 0; i < 80; i++) {
    if (await page.evaluate(it => document.activeElement.matches(it), selector)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`the tabulator does not come to ${selector}`)
}

/** Types into the search, by keyboard, and returns where the results lead. */
async function search(page, words) {
  if (!await page.$('.VPLocalSearchBox')) await page.keyboard.press('/')
  await page.fill('.VPLocalSearchBox input', '')
  await page.waitForSelector('.VPLocalSearchBox .result', { state: 'detached' }) // of what was looked for before
  await page.fill('.VPLocalSearchBox input', words)
  await page.waitForSelector('.VPLocalSearchBox .result')
  return page.$$eval('.VPLocalSearchBox .result', results => results.map(result => result.href))
}
