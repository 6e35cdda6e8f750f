package proto

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// twice is a declaration whose name another file has already given away.
type twice struct {
	again, first *decl
}

// markTwice finds what is declared a second time among the subjects. It is left out of the model,
// so that no name means two things, and reported.
func (l *loader) markTwice() {
	for _, u := range l.sorted {
		if !u.subject || u.broken {
			continue
		}
		clashes := map[*unit][]twice{}
		var order []*unit
		u.eachDecl(func(d *decl) {
			if d.parent != nil && d.parent.twice {
				d.twice = true
				return
			}
			if first := firstOf(d); first != nil {
				d.twice = true
				if clashes[first.unit] == nil {
					order = append(order, first.unit)
				}
				clashes[first.unit] = append(clashes[first.unit], twice{d, first})
			}
		})
		for _, other := range order {
			reportTwice(u, other, clashes[other])
		}
	}
}

// firstOf returns the subject's declaration that a top-level name belongs to; nil if it is d itself.
// Files were put into the table in the order of their names, so the first one is always the same.
func firstOf(d *decl) *decl {
	if d.parent != nil {
		return nil
	}
	for first := d.unit.table[d.name]; first != nil && first != d; first = first.next {
		if first.unit != d.unit && first.unit.subject && !first.unit.broken && first.parent == nil {
			return first
		}
	}
	return nil
}

// reportTwice reports what a file repeats of another one: each name, or the file where it repeats
// much of it.
func reportTwice(u, other *unit, clashes []twice) {
	const few = 3
	if bytes.Equal(u.file.Content, other.file.Content) {
		c := clashes[0]
		u.report(report.DuplicateSymbol, c.again.place(), fmt.Sprintf("this file is a copy of %s, and is not linted a second time", other.name),
			"delete one of them, or keep the copy out of the linted paths", report.Related{Message: "first declared here", Span: c.first.place()})
		u.findings[len(u.findings)-1].Severity = report.Info
		return
	}
	for _, c := range clashes {
		message := fmt.Sprintf("%s is already declared in %s, so this declaration is not linted", c.again.name, other.name)
		cure := "rename one, or keep one of the files out of the linted paths"
		switch {
		case len(clashes) > few:
			message = fmt.Sprintf("%s and %d more names of this file are already declared in %s, so their declarations here are not linted",
				c.again.name, len(clashes)-1, other.name)
		case c.again.kind == valueDecl:
			message = fmt.Sprintf("%s is already declared in %s; enum values are names in the scope around their enum", c.again.name, other.name)
			cure = "begin the value's name with that of its enum"
		}
		u.report(report.DuplicateSymbol, c.again.place(), message, cure, report.Related{Message: "first declared here", Span: c.first.place()})
		if len(clashes) > few {
			return
		}
	}
}

// place returns the span of the declaration's name.
func (d *decl) place() source.Span {
	if d.label == nil {
		return source.Span{}
	}
	return d.unit.span(d.label)
}

// reportSameNumbers reports extensions that claim one number of one message, among files that are
// compiled together.
func reportSameNumbers(group []*unit) {
	type slot struct {
		extends string
		number  uint64
	}
	var all []*decl
	for _, u := range group {
		u.eachDecl(func(d *decl) {
			if d.kind == extensionDecl && d.extends != "" && !d.twice {
				all = append(all, d)
			}
		})
	}
	slices.SortStableFunc(all, func(a, b *decl) int { return strings.Compare(a.unit.name, b.unit.name) })
	first := map[slot]*decl{}
	for _, d := range all {
		s := slot{d.extends, d.number}
		if before := first[s]; before == nil {
			first[s] = d
		} else if before.name != d.name {
			d.unit.report(report.CompileError, d.place(),
				fmt.Sprintf("%s and %s both extend %s with number %d, so their values cannot be told apart", d.name, before.name, d.extends, d.number),
				"choose another number", report.Related{Message: "the number is taken here", Span: before.place()})
		}
	}
}
