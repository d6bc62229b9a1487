-- Read with every page: widths of columns are those that the page asks for and no others; a group's row is bold.

local function bold(item)
  item.contents = item.contents:walk({
    Plain = function(plain) return pandoc.Plain({ pandoc.Strong(plain.content) }) end,
    Para = function(para) return pandoc.Plain({ pandoc.Strong(para.content) }) end,
  })
end

function Div(div)
  if not div.classes:includes('twoarm-table') then return nil end
  local widths = {}
  for width in (div.attributes.widths or ''):gmatch('%S+') do table.insert(widths, tonumber(width)) end
  return div:walk({
    Table = function(grid)
      local specs = pandoc.List({})
      for place, spec in ipairs(grid.colspecs) do specs:insert({ spec[1], widths[place] }) end
      grid.colspecs = specs
      for _, body in ipairs(grid.bodies) do
        for _, row in ipairs(body.body) do
          if #row.cells == 1 and #specs > 1 then bold(row.cells[1]) end
        end
      end
      return grid
    end,
  })
end
