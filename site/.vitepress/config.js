import { readFileSync } from 'node:fs'
import { createCssVariablesTheme } from 'shiki/core'
import { withMermaid } from 'vitepress-plugin-mermaid'
import { anchor } from '../collection.js'

process.env.VITE_EXTRA_EXTENSIONS = 'java,py,c,h' // links to sources lead to the files as they are

const sidebars = JSON.parse(readFileSync(new URL('../target/pages/sidebars.json', import.meta.url), 'utf8'))

export default withMermaid({
  title: 'Sockets by Example',
  description: 'Small, complete network programs in plain Java that you can run, read and copy',
  base: process.env.SITE_BASE ?? '/',
  srcDir: 'target/pages',
  outDir: 'target/site',
  cacheDir: 'target/cache',
  head: [['link', { rel: 'icon', href: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path stroke="%233a6" d="M0 3h8M6 1l2 2-2 2M9 6H1m2-2L1 6l2 2" fill="none"/></svg>' }]],
  metaChunk: true, // what all pages share is one file, not a part of each
  transformHtml: html => html.replaceAll(/ *<link rel="modulepreload" href="[^"]*mermaid[^"]*">\n/g, ''), // see drawLater
  router: { prefetchLinks: false }, // beside a page stand many that nobody opens
  rewrites: { 'README.zh-CN.md': 'zh/index.md' },
  locales: {
    root: { label: 'English', lang: 'en' },
    zh: {
      label: '中文',
      lang: 'zh-CN',
      title: '用实例学套接字',
      themeConfig: {
        nav: navigation('成对的程序', '常见错误', '从 Python 到 Java', '说法核对'),
        outline: { label: '本页内容' },
        sidebarMenuLabel: '目录',
        returnToTopLabel: '回到顶部',
        langMenuLabel: '语言',
        darkModeSwitchLabel: '外观',
        lightModeSwitchTitle: '切换到浅色',
        darkModeSwitchTitle: '切换到深色',
        skipToContentLabel: '跳到正文'
      }
    }
  },
  themeConfig: {
    nav: navigation('Pairs', 'Pitfalls', 'From Python', 'Claims'),
    sidebar: sidebars,
    outline: [2, 3],
    i18nRouting: false, // the other language has one page, the entry
    docFooter: { prev: false, next: false },
    search: {
      provider: 'local',
      options: {
        _render(source, env, md) { // a copy of its own, that needs no colours
          md.options.highlight = undefined
          return md.render(source, env)
        },
        locales: { zh: { translations: { button: { buttonText: '搜索', buttonAriaLabel: '搜索' } } } },
        miniSearch: {
          options: { tokenize: text => text.match(/\p{sc=Han}|[\p{L}\p{M}\p{N}]+/gu) ?? [] },
          searchOptions: { combineWith: 'AND', fuzzy: false, prefix: true, boost: { title: 4, titles: 2 }, boostDocument: weight }
        }
      }
    }
  },
  markdown: {
    theme: createCssVariablesTheme({ name: 'ours', variablePrefix: '--code-' }), // style.css: one pass for light and dark
    html: false, // what looks like a tag is text
    anchor: { slugify: anchor },
    codeTransformers: [{ name: 'broken-and-fixed', tokens: join, line: markHalf }],
    config(md) { // nor are braces Vue's
      const text = md.renderer.rules.text
      md.renderer.rules.text = (...args) => text(...args).replaceAll('{{', '&#123;&#123;')
    }
  },
  mermaid: { securityLevel: 'strict' },
  vite: {
    plugins: [{ name: 'one-index', transform: searchEverywhere }, { name: 'mermaid-later', enforce: 'pre', transform: drawLater }],
    resolve: { alias: { mermaid: 'mermaid/dist/mermaid.esm.min.mjs' } }, // one that is bundled already
    build: { chunkSizeWarningLimit: 8192, rollupOptions: { treeshake: false } } // it takes as long as all else
  }
})

function navigation(pairs, pitfalls, python, claims) {
  return [
    { text: pairs, link: '/pairs/', activeMatch: '/pairs/' },
    { text: pitfalls, link: '/pitfalls/', activeMatch: '/pitfalls/' },
    { text: python, link: '/docs/from-python' },
    { text: claims, link: '/docs/claims' }
  ]
}

/** Before a mention in a test come the pages that explain. */
function weight(page) {
  return /(Test|IT)\.html/.test(page) ? 0.3 : /\/(docs|pairs|pitfalls)\//.test(page) ? 3 : 1
}

/** Makes one of neighbours that look alike: the pages become half as large. */
function join(lines) {
  return lines.map(line => line.reduce((joined, token) => {
    const last = joined.at(-1)
    if (last && last.color === token.color && last.fontStyle === token.fontStyle) last.content += token.content
    else joined.push({ ...token })
    return joined
  }, []))
}

/** Marks the lines of a class's broken half and of its fixed one: a member, from its comment to its closing brace. */
function markHalf(line, number) {
  this.meta.halves ??= halves(this.source.split('\n'))
  const half = this.meta.halves[number - 1]
  if (half) this.addClassToHast(line, half)
}

function halves(lines) {
  let half
  return lines.map((line, i) => {
    if (line === '    /**' || line.startsWith('    /** ')) half = `${line}${lines[i + 1]}`.match(/\* (Broken|Fixed): /)?.[1].toLowerCase()
    const mark = half
    if (/^    (}|[^ *\/}].*;$)/.test(line)) half = undefined
    return mark
  })
}

/** The Chinese entry searches the one index that there is. */
function searchEverywhere(code, id) {
  if (id === '/@localSearchIndex') return code.replace(/^export default (.*)$/s, 'const index = $1; index.zh = index.root; export default index')
}

/** Fetches Mermaid where there is a diagram, not with every page. */
function drawLater(code, id) {
  if (!id.endsWith('vitepress-plugin-mermaid/dist/mermaid.ts')) return
  return code.replace(/^import mermaid.*$/m, '').replace(/export const init = .*?^};$/ms, 'export const init = () => {}')
    .replace('mermaid.initialize', "const { default: mermaid } = await import('mermaid')\n  mermaid.initialize")
}
