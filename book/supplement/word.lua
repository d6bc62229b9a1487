-- Names Word styles for what HTML said by class; gives Word pixels, which it shows everywhere.

local function styled(blocks, style)
  return pandoc.Div(blocks, { ['custom-style'] = style })
end

-- Targets of links are bookmarks, and only spans become bookmarks in every place.
local function with_bookmark(caption, name)
  local first = caption.long[1]
  if name ~= '' and first then
    table.insert(first.content, 1, pandoc.Span({}, { id = name }))
  end
  return caption
end

function Image(image)
  image.src = image.src:gsub('%.svg$', '.png')
  return image
end

-- A sentence of the abstract by its verdict; the styles are made in `word/styles.py`.
local claims = {
  ['claim-consistent'] = 'Claim Agrees',
  ['claim-depends-on-method'] = 'Claim Depends',
  ['claim-not-checkable'] = 'Claim Open',
  ['claim-inconsistent'] = 'Claim Differs',
  ['claim-judged'] = 'Claim Judged',
}

function Span(span)
  local style = claims[span.classes[2] or '']
  if span.classes:includes('claim') and style then
    return pandoc.Span(span.content, { ['custom-style'] = style })
  end
  if span.classes:includes('caption-number') then return pandoc.Strong(span.content) end
end

-- The title page is made afterwards, around the summary.
function Meta(meta)
  return pandoc.Meta({ abstract = meta.summary })
end

-- The first heading of a part stands beneath what the part is called.
function Header(header)
  if not header.classes:includes('part') then return nil end
  return { styled({ pandoc.Para(header.attributes.caption) }, 'Part'), header }
end

function Table(grid)
  grid.caption = with_bookmark(grid.caption, grid.identifier)
  grid.identifier = ''
  return grid
end

function Figure(figure)
  figure.caption = with_bookmark(figure.caption, figure.identifier)
  figure.identifier = ''
  if #figure.content > 0 then return figure end
  return styled({ pandoc.Para(figure.caption.long[1].content) }, 'Image Caption')
end

function Div(div)
  if div.classes:includes('twoarm-table') then return div.content end
  if div.classes:includes('table-notes') then return styled(div.content, 'Table Notes') end
  if div.classes:includes('admonition') then return styled(div.content, 'Panel') end
  if div.classes:includes('citation') or div.classes:includes('footnote') then
    local first = div.content[1]
    if div.identifier ~= '' and first and first.content then
      table.insert(first.content, 1, pandoc.Span({}, { id = div.identifier }))
    end
    return styled(div.content, 'Bibliography')
  end
end
