package report

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"
)

// Table is what a command counts or compares beside its findings, such as the score of each operation.
type Table struct {
	Name    string // for programs: "operations"
	Title   string // for people: a line above the table
	Columns []Column
	Rows    [][]string // as many cells as there are columns; those of numbers may be ""

	Programs bool // only programs get it: there is too much of it for people
}

// Column is one column of a Table.
type Column struct {
	Name   string // for programs: "killed"
	Title  string // for people
	Number bool   // its cells are numbers, and stand flush right
	Proper bool   // the title is a name, which is written as it is
}

// maxTableRows bounds the rows that people are shown; programs get all of them.
const maxTableRows = 200

// shownRows returns the rows that people are shown, and how many there are besides.
func (t *Table) shownRows() (rows [][]string, more int) {
	rows = t.Rows[:min(len(t.Rows), maxTableRows)]
	return rows, len(t.Rows) - len(rows)
}

// tables prints the tables of a summary, their columns as wide as their cells.
func (t *textPrinter) tables(s *Summary) {
	for i := range s.Tables {
		if !s.Tables[i].Programs {
			t.grid(&s.Tables[i])
		}
	}
}

func (t *textPrinter) grid(table *Table) {
	rows, more := table.shownRows()
	lines := [][]string{make([]string, len(table.Columns))}
	for i, c := range table.Columns {
		if lines[0][i] = visible(c.Title); !c.Proper {
			lines[0][i] = strings.ToUpper(c.Title)
		}
	}
	for _, row := range rows {
		shown := make([]string, len(row))
		for i, cell := range row {
			shown[i] = visible(cell)
		}
		lines = append(lines, shown)
	}
	if table.Title != "" {
		t.print(t.strong.paint(visible(table.Title)), "\n")
	}
	wide := columnWidths(lines)
	for i, line := range lines {
		text := gridLine(table.Columns, line, wide)
		if i == 0 {
			text = t.faint.paint(text)
		}
		t.print(text, "\n")
	}
	if more > 0 {
		t.print("and "+count(more, "more row"), "; --format json lists all\n")
	}
	t.print("\n")
}

func columnWidths(lines [][]string) []int {
	wide := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			wide[i] = max(wide[i], uniseg.StringWidth(cell))
		}
	}
	return wide
}

func gridLine(columns []Column, cells []string, wide []int) string {
	var b strings.Builder
	for i, cell := range cells {
		if i > 0 {
			b.WriteString("  ")
		}
		room := strings.Repeat(" ", wide[i]-uniseg.StringWidth(cell))
		if columns[i].Number {
			b.WriteString(room + cell)
		} else {
			b.WriteString(cell + room)
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// markdownGrids writes the tables of a summary, as far as they fit into so many bytes.
func markdownGrids(s *Summary, room int) string {
	var b strings.Builder
	for i := range s.Tables {
		if !s.Tables[i].Programs {
			b.WriteString(s.Tables[i].markdown(room - b.Len()))
		}
	}
	return b.String()
}

func (t *Table) markdown(room int) string {
	head, rule := "|", "|"
	for _, c := range t.Columns {
		head += " " + markdownCell(c.Title) + " |"
		if c.Number {
			rule += "---:|"
		} else {
			rule += "---|"
		}
	}
	text := "\n" + head + "\n" + rule + "\n"
	if t.Title != "" {
		text = "\n**" + markdownCell(t.Title) + "**\n" + text
	}
	rows, more := t.shownRows()
	for i, row := range rows {
		line := "|"
		for _, cell := range row {
			line += " " + markdownCell(cut(cell, markdownText)) + " |"
		}
		if len(text)+len(line)+markdownMoreSize > room {
			more += len(rows) - i
			break
		}
		text += line + "\n"
	}
	if more > 0 {
		text += "\nand " + count(more, "more row") + "; `--format json` lists all\n"
	}
	return text
}

// markdownMoreSize is the most that saying what is left out of a table takes.
const markdownMoreSize = 80

// htmlTable is a table as the page shows it.
type htmlTable struct {
	Title   string
	Columns []Column
	Rows    [][]htmlTableCell
	More    int
}

type htmlTableCell struct {
	Text   string
	Number bool
}

func htmlTables(s *Summary) []htmlTable {
	var all []htmlTable
	for i := range s.Tables {
		if s.Tables[i].Programs {
			continue
		}
		rows, more := s.Tables[i].shownRows()
		made := htmlTable{Title: htmlLine(s.Tables[i].Title), Columns: s.Tables[i].Columns, More: more}
		for _, row := range rows {
			var cells []htmlTableCell
			for n, cell := range row {
				cells = append(cells, htmlTableCell{htmlLine(cell), made.Columns[n].Number})
			}
			made.Rows = append(made.Rows, cells)
		}
		all = append(all, made)
	}
	return all
}

type jsonTable struct {
	Name    string            `json:"name"`
	Title   string            `json:"title"`
	Columns []string          `json:"columns"`
	Rows    []json.RawMessage `json:"rows"`
}

// jsonTableOf makes an object of each row, its members in the order of the columns.
func jsonTableOf(t *Table) jsonTable {
	made := jsonTable{Name: t.Name, Title: t.Title, Columns: []string{}, Rows: []json.RawMessage{}}
	for _, c := range t.Columns {
		made.Columns = append(made.Columns, c.Name)
	}
	for _, row := range t.Rows {
		var d bytes.Buffer
		for i, cell := range row {
			d.WriteString([...]string{"{", ","}[min(i, 1)])
			d.Write(jsonCell(t.Columns[i].Name, false))
			d.WriteByte(':')
			d.Write(jsonCell(cell, t.Columns[i].Number))
		}
		d.WriteByte('}')
		made.Rows = append(made.Rows, d.Bytes())
	}
	return made
}

func jsonCell(text string, number bool) []byte {
	if number && text == "" {
		return []byte("null")
	}
	if _, err := strconv.ParseFloat(text, 64); number && err == nil && json.Valid([]byte(text)) {
		return []byte(text)
	}
	quoted, _ := json.Marshal(text) // a text always can be
	return quoted
}
