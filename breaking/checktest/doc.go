package checktest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

// parts are what the documentation of a check says, in this order. More may follow.
var parts = []string{"What", "Why", "Who breaks", "Instead"}

// page is a check's documentation.
type page struct {
	title    string
	sections []section
	blocks   []block
}

// section is a paragraph that begins with its title in bold: **Why.** Because.
type section struct{ title, text string }

// block is a fenced block of code: ```proto old.
type block struct{ language, side, text string }

var lead = regexp.MustCompile(`^\*\*([^*]+)\.\*\*\s*`)

func parsePage(text string) page {
	var p page
	var open *block
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		fence, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && open == nil:
			open = &block{}
			open.language, open.side, _ = strings.Cut(strings.TrimSpace(fence), " ")
		case isFence:
			p.blocks = append(p.blocks, *open)
			open = nil
		case open != nil:
			open.text += line + "\n"
		default:
			p.add(line)
		}
	}
	return p
}

// add takes in a line outside of code.
func (p *page) add(line string) {
	if title, found := strings.CutPrefix(line, "# "); found && p.title == "" {
		p.title = title
	} else if start := lead.FindStringSubmatch(line); start != nil {
		p.sections = append(p.sections, section{start[1], line[len(start[0]):]})
	} else if n := len(p.sections); n > 0 {
		p.sections[n-1].text += "\n" + line
	}
}

func docProblems(check *breaking.Check, text string) []string {
	var problems []string
	p := parsePage(text)
	if p.title != check.ID {
		problems = append(problems, fmt.Sprintf("documentation: the title is %q, not the check's ID", p.title))
	}
	var titles []string
	for _, s := range p.sections {
		titles = append(titles, s.title)
		if strings.TrimSpace(s.text) == "" {
			problems = append(problems, fmt.Sprintf("documentation: **%s.** says nothing", s.title))
		}
	}
	if !slices.Equal(titles[:min(len(titles), len(parts))], parts) {
		problems = append(problems, fmt.Sprintf("documentation: it says %q, and has to begin with %q", titles, parts))
	}
	return append(problems, exampleProblems(check, p.blocks)...)
}

// exampleProblems runs the examples, each of which is what was and what is.
func exampleProblems(check *breaking.Check, blocks []block) []string {
	var problems []string
	var ran breaking.Formats
	for n := 0; n < len(blocks); n += 2 {
		was, is := blocks[n], block{}
		if n+1 < len(blocks) {
			is = blocks[n+1]
		}
		if was.side != "old" || is.side != "new" || was.language != is.language || format(was.language) == 0 {
			return append(problems, fmt.Sprintf("documentation: block %d (%s): examples are pairs of blocks, ```proto old and ```proto new, or ```yaml old and ```yaml new", n+1, was.language+" "+was.side))
		}
		ran |= breaking.Formats(format(was.language))
		for _, problem := range example(was, is).problems(check) {
			problems = append(problems, fmt.Sprintf("documentation: example in block %d (%s): %s", n+1, was.language, problem))
		}
	}
	for _, f := range formats() {
		if check.Formats.Has(f) && !ran.Has(f) {
			problems = append(problems, fmt.Sprintf("documentation: there is no example in %s", f))
		}
	}
	return problems
}

func format(language string) spec.Format {
	switch language {
	case "proto":
		return spec.Proto
	case "yaml":
		return spec.OpenAPI
	}
	return 0
}
