-- What pandoc's Typst writer leaves out: alternative texts, table notes, page orientation; and text that stays text.

local function quoted(text)
  return '"' .. text:gsub('[\\"]', '\\%0'):gsub('\n', ' ') .. '"'
end

local function written(blocks)
  return pandoc.write(pandoc.Pandoc(blocks), { format = 'typst', extensions = { smart = false } })
end

local function content(blocks)
  return '[' .. written(blocks):gsub('%s+$', '') .. ']'
end

-- The same of many at once: to start the writer takes longer than to write a cell.
local function contents(items)
  local blocks, found = pandoc.List({}), {}
  for _, item in ipairs(items) do
    blocks:extend(item)
    blocks:insert(pandoc.RawBlock('typst', '\1'))
  end
  for text in written(blocks):gmatch('\n*([^\1]-)%s*\1') do table.insert(found, '[' .. text .. ']') end
  return found
end

local function raw(text)
  return pandoc.RawBlock('typst', text)
end

local function plain(inlines)
  return pandoc.utils.stringify(inlines)
end

-- A string literal means itself: Typst reads "--", "...", "-1", "@x" or "http:" in markup as something else.
function Str(str)
  if str.text:match('^[%w\128-\255,.()%%]*$') and not str.text:find('..', 1, true) then
    return nil
  end
  return pandoc.RawInline('typst', '#' .. quoted(str.text) .. ';')
end

local function drawing(image)
  local width = image.attributes.width and ', width: ' .. image.attributes.width or ''
  return '#picture(' .. quoted(image.src) .. ', alt: ' .. quoted(image.attributes.alt) .. width .. ')'
end

-- A sentence of the abstract by its verdict: line and shade say the same as the mark behind it.
local marks = {
  ['claim-consistent'] = '#underline(offset: 2.5pt)',
  ['claim-depends-on-method'] = '#highlight(fill: rgb("#fdf0d5"))[#underline(offset: 2.5pt)',
  ['claim-not-checkable'] = '#underline(offset: 2.5pt, stroke: (thickness: 0.9pt, dash: "densely-dotted"))',
  ['claim-inconsistent'] = '#underline(offset: 2.5pt, stroke: 1.6pt)',
  ['claim-judged'] = '#underline(offset: 2.5pt, stroke: (thickness: 0.9pt, dash: "dashed"))',
}

function Span(span)
  local inlines = span.content
  if span.classes:includes('caption-number') then
    inlines = { pandoc.Strong(inlines) }
  end
  local look = marks[span.classes[2] or '']
  if span.classes:includes('claim') and look then
    local close = look:find('[', 1, true) and ']]' or ']'
    local marked = { pandoc.RawInline('typst', look .. '[') }
    for _, inline in ipairs(inlines) do table.insert(marked, inline) end
    table.insert(marked, pandoc.RawInline('typst', close .. ';'))
    return marked
  end
  if span.identifier ~= '' then
    return { pandoc.RawInline('typst', '#anchor(' .. quoted(span.identifier) .. ')'), table.unpack(inlines) }
  end
  return inlines
end

-- What leads to another chapter says on which page that is.
function Link(link)
  local name = link.target:match('^#(.*)$')
  if not (name and link.classes:includes('leads')) then return nil end
  return { link, pandoc.RawInline('typst', ' #on-page(' .. quoted(name) .. ')') }
end

function Math(math)
  local formula = pandoc.write(pandoc.Pandoc({ pandoc.Plain({ math }) }), 'typst'):gsub('%s+$', '')
  local block = math.mathtype == 'DisplayMath' and 'true' or 'false'
  return pandoc.RawInline('typst',
    '#math.equation(alt: ' .. quoted(math.text) .. ', block: ' .. block .. ', ' .. formula .. ');')
end

local function named(name)
  return 'name: ' .. (name ~= '' and quoted(name) or 'none')
end

-- Leading em-spaces become an indent, which lines that wrap keep.
local function set_in(text)
  local depth, words = 0, text:sub(2)
  while words:sub(1, 3) == '\226\128\131' do
    depth, words = depth + 1, words:sub(4)
  end
  return depth == 0 and text or '[#pad(left: ' .. depth .. 'em)[' .. words .. ']'
end

local function cell(item, text, extra)
  local options = {}
  if item.col_span > 1 then table.insert(options, 'colspan: ' .. item.col_span) end
  if item.row_span > 1 then table.insert(options, 'rowspan: ' .. item.row_span) end
  local side = tostring(item.alignment):match('^Align(%u%l+)$')
  if side and side ~= 'Default' then table.insert(options, 'align: ' .. side:lower() .. extra) end
  return #options == 0 and set_in(text) or 'table.cell(' .. table.concat(options, ', ') .. ')' .. set_in(text)
end

local function cells(rows, extra)
  local items, list = pandoc.List({}), {}
  for _, row in ipairs(rows) do items:extend(row.cells) end
  for place, text in ipairs(contents(items:map(function(item) return item.contents end))) do
    table.insert(list, cell(items[place], text, extra))
  end
  return list
end

local function columns_of(specs)
  local widths, sides = {}, {}
  for _, spec in ipairs(specs) do
    local side = tostring(spec[1]):match('^Align(%u%l+)$') or 'Left'
    table.insert(sides, side == 'Default' and 'left' or side:lower())
    table.insert(widths, spec[2] and string.format('%.3f%%', spec[2] * 100) or 'auto')
  end
  return 'columns: (' .. table.concat(widths, ', ') .. ',), align: (' .. table.concat(sides, ', ') .. ',)'
end

local function whole_table(div)
  local notes, grid
  for _, block in ipairs(div.content) do
    if block.t == 'Table' then grid = block end
    if block.t == 'Div' and block.classes:includes('table-notes') then notes = block.content end
  end
  local rows = {}
  for _, body in ipairs(grid.bodies) do
    for _, part in ipairs({ body.head, body.body }) do
      for _, row in ipairs(part) do table.insert(rows, row) end
    end
  end
  local caption = grid.caption.long
  local parts = {
    named(grid.identifier),
    'caption: ' .. (#caption > 0 and content(caption) or 'none'),
    'notes: ' .. (notes and content(notes) or 'none'),
    'size: ' .. (div.attributes.points),
    'landscape: ' .. (div.attributes.wide and 'true' or 'false'),
    columns_of(grid.colspecs),
    'head: (' .. table.concat(cells(grid.head.rows, ' + bottom'), ', ') .. (#grid.head.rows > 0 and ',)' or ')'),
    table.unpack(cells(rows, '')),
  }
  return raw('#supplement-table(\n  ' .. table.concat(parts, ',\n  ') .. ',\n)')
end

function Div(div)
  if div.classes:includes('twoarm-table') then return whole_table(div) end
  if div.classes:includes('table-notes') then return nil end
  if div.classes:includes('citation') or div.classes:includes('footnote') then
    return raw('#reference(' .. named(div.identifier) .. ')' .. content(div.content))
  end
  if div.classes:includes('admonition') then return raw('#panel' .. content(div.content)) end
  return div.content
end

function Figure(figure)
  local image
  figure.content:walk({ RawInline = function(el) if el.text:match('^#picture') then image = el.text end end })
  local caption = figure.caption.long
  return raw('#supplement-figure(' .. named(figure.identifier) .. ', caption: '
    .. (#caption > 0 and content(caption) or 'none') .. ')[' .. (image or '') .. ']')
end

-- The first heading of a part stands beneath what the part is called.
local function begins_part(block)
  return block.t == 'Header' and block.classes:includes('part')
end

-- A paragraph that announces a table or a figure stays on the page where that begins.
function Blocks(blocks)
  for place = #blocks, 1, -1 do
    local block, after = blocks[place], blocks[place + 1]
    if block.t == 'Header' and after and after.t == 'RawBlock' then
      after.text = after.text:gsub('^#supplement%-figure%(', '%0floats: false, ')
    end
    if begins_part(block) then
      blocks:insert(place, raw('#begin-part(' .. quoted(block.attributes.caption) .. ')'))
    end
    if block.t == 'Para' and after and after.t == 'RawBlock' and after.text:match("^#supplement%-table%(") then
      blocks[place] = raw('#block(sticky: true)' .. content({ block }))
    end
  end
  return blocks
end

-- Alternative texts are read before strings become literals.
return {
  { Image = function(image)
      image.attributes.alt = plain(image.caption)
      return pandoc.RawInline('typst', drawing(image))
    end,
    Math = Math },
  { Str = Str, Span = Span, Link = Link },
  { Div = Div, Figure = Figure },
  { Blocks = Blocks },
}
