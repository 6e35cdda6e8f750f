package validation

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

// declareDocumented offers to declare the bound that stands in the documentation. It is unsafe: the
// service may have been laxer than its words.
func (c *checker) declareDocumented(n *spec.Node, f *spec.Field, o open) []lint.Option {
	if o.inner || o.within != "" {
		return nil // what is within would be open still
	}
	said := documented(c.pass.Words, o.kind, n.Name, phrase.Head(n.Doc, 4096))
	if said.most == "" || said.most == "0" || o.kind == number && o.typ.Kind != spec.KindInteger {
		return nil
	}
	edits, ok := said.inSchema(o)
	if c.pass.API.Format == spec.Proto {
		edits, ok = said.inField(c.pass.API, f, o)
	}
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{
		Title: fmt.Sprintf("declare the documented maximum of %s", said.most), Safety: report.Unsafe, Edits: edits,
	})}
}

func (b bounds) inSchema(o open) ([]report.Edit, bool) {
	least, most := "minLength", "maxLength"
	switch o.kind {
	case number:
		least, most = "minimum", "maximum"
	case list:
		least, most = "minItems", "maxItems"
	}
	steps := []edit.Step{edit.One(edit.Insert(o.typ.Syntax, most, b.most))}
	if _, has := o.typ.Attr(least); b.least != "" && !has {
		steps = append([]edit.Step{edit.One(edit.Insert(o.typ.Syntax, least, b.least))}, steps...)
	}
	return edit.All(steps...)
}

func (b bounds) inField(api *spec.API, f *spec.Field, o open) ([]report.Edit, bool) {
	switch {
	case f == nil:
		return nil, false
	case o.kind == list:
		return edit.Constrain(api, f, "repeated.max_items", b.most)
	case o.kind == number && b.least != "":
		return edit.Constrain(api, f, o.typ.Format, fmt.Sprintf("{gte: %s, lte: %s}", b.least, b.most))
	case o.kind == number:
		return edit.Constrain(api, f, o.typ.Format+".lte", b.most)
	case b.least != "" && b.least != "0":
		return edit.Constrain(api, f, "string", fmt.Sprintf("{min_len: %s, max_len: %s}", b.least, b.most))
	}
	return edit.Constrain(api, f, "string.max_len", b.most)
}
