-- What pandoc's JATS writer does not know: labels of figures and tables, notes, references, typed cross-references.

local kinds = {}

local function escaped(text)
  return (text:gsub('[&<>"]', { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;' }))
end

local function jats(blocks)
  return pandoc.write(pandoc.Pandoc(blocks), 'jats_publishing')
end

local function inner(blocks)
  return (jats(blocks):gsub('^%s*<p>', ''):gsub('</p>%s*$', ''))
end

local function identified(name)
  return name ~= '' and ' id="' .. name .. '"' or ''
end

local function raw(text)
  return pandoc.RawBlock('jats', text)
end

-- Splits "Table S1. Caption" into what JATS calls label and caption.
local function labelled(caption)
  local label = ''
  local rest = caption.long:walk({
    Span = function(span)
      if span.classes:includes('caption-number') then
        label = '<label>' .. escaped(pandoc.utils.stringify(span)) .. '</label>\n'
        return {}
      end
    end,
  })
  if #caption.long == 0 then return label end
  return label .. '<caption>\n' .. jats(rest:walk({ Plain = function(p) return pandoc.Para(p.content) end }))
    :gsub('<p>%s+', '<p>') .. '\n</caption>\n'
end

local function whole_table(div)
  local notes, grid
  for _, block in ipairs(div.content) do
    if block.t == 'Table' then grid = block end
    if block.t == 'Div' and block.classes:includes('table-notes') then notes = block.content end
  end
  local name, caption = grid.identifier, labelled(grid.caption)
  grid.identifier, grid.caption = '', pandoc.Caption({})
  local body = jats({ grid }):match('<table>.*</table>')
  return raw('<table-wrap' .. identified(name) .. '>\n' .. caption .. body .. '\n'
    .. (notes and '<table-wrap-foot>\n' .. jats(notes) .. '\n</table-wrap-foot>\n' or '') .. '</table-wrap>')
end

local function graphic(image, tag)
  local source = image.src:gsub('%.svg$', '.png')
  return '<' .. tag .. ' mimetype="image" mime-subtype="png" xlink:href="' .. escaped(source) .. '">\n<alt-text>'
    .. escaped(pandoc.utils.stringify(image.caption)) .. '</alt-text>\n</' .. tag .. '>'
end

function Figure(figure)
  local pictures = {}
  figure.content:walk({ Image = function(image) table.insert(pictures, graphic(image, 'graphic')) end })
  return raw('<fig' .. identified(figure.identifier) .. '>\n' .. labelled(figure.caption)
    .. table.concat(pictures, '\n') .. '\n</fig>')
end

function Image(image)
  return pandoc.RawInline('jats', graphic(image, 'inline-graphic'))
end

function Link(link)
  local name = link.target:match('^#(.*)$')
  if not name then return nil end
  local open = '<xref ref-type="' .. (kinds[name] or 'other') .. '" rid="' .. name .. '">'
  local result = pandoc.List({ pandoc.RawInline('jats', open) })
  result:extend(link.content)
  result:insert(pandoc.RawInline('jats', '</xref>'))
  return result
end

function Span(span)
  if span.classes:includes('caption-number') then return nil end
  if span.identifier == '' then return span.content end
  local target = pandoc.RawInline('jats', '<target id="' .. span.identifier .. '"/>')
  return { target, table.unpack(span.content) }
end

local function reference(div)
  return '<ref' .. identified(div.identifier) .. '>\n<mixed-citation>' .. inner(div.content) .. '</mixed-citation>\n</ref>'
end

-- References close a section there; in the middle of one they are paragraphs.
local function close_section(blocks, last, level)
  local following = blocks[last + 1]
  return following == nil or (following.t == 'Header' and following.level <= level)
end

local function is_reference(block)
  return block ~= nil and block.t == 'Div' and block.classes:includes('citation')
end

function Blocks(blocks)
  local result, level, index = pandoc.List({}), 0, 1
  while index <= #blocks do
    local block = blocks[index]
    if block.t == 'Header' then level = block.level end
    if is_reference(block) then
      local references, last = {}, index
      while is_reference(blocks[last]) do
        table.insert(references, reference(blocks[last]))
        last = last + 1
      end
      if close_section(blocks, last - 1, level) then
        result:insert(raw('<ref-list>\n' .. table.concat(references, '\n') .. '\n</ref-list>'))
      else
        for place = index, last - 1 do
          result:insert(raw('<p' .. identified(blocks[place].identifier) .. '>' .. inner(blocks[place].content) .. '</p>'))
        end
      end
      index = last
    else
      result:insert(block)
      index = index + 1
    end
  end
  return result
end

function Div(div)
  if div.classes:includes('twoarm-table') then return whole_table(div) end
  if div.classes:includes('table-notes') or div.classes:includes('citation') then return nil end
  if div.classes:includes('footnote') then
    return raw('<p' .. identified(div.identifier) .. '>' .. inner(div.content) .. '</p>')
  end
  if div.classes:includes('admonition') then return raw('<boxed-text>\n' .. jats(div.content) .. '\n</boxed-text>') end
  return div.content
end

local function note(kind)
  return function(element)
    if element.identifier ~= '' then kinds[element.identifier] = kind end
  end
end

return {
  { Header = note('sec'), Figure = note('fig'), Table = note('table'),
    Div = function(div)
      if is_reference(div) then note('bibr')(div) elseif div.classes:includes('footnote') then note('fn')(div) end
    end },
  { Link = Link, Span = Span },
  { Figure = Figure },
  { Image = Image },
  { Div = Div },
  { Blocks = Blocks },
}
