package postman

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/fields"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/spec"
)

// body reads what a request sends, in each of the ways that Postman has.
func (r *reader) body(side *recorded.Side, v *spec.Value) contract.Body {
	body := r.Want(v, "body", spec.Map)
	if body == nil || body.Get("disabled").Bool() {
		return contract.Body{Span: v.Span}
	}
	switch mode := r.Text(body, "mode"); mode {
	case "raw":
		return r.rawBody(side, body)
	case "urlencoded":
		return r.form(side, body)
	case "graphql":
		return r.graphQL(side, body)
	case "formdata":
		for _, field := range r.Objects(body, "formdata", "a field", maxHeaders) {
			r.file(field)
		}
		r.Skip(body.Span, "a body of several parts is not taken: secrets in it can't be told", "write it into the contract by hand")
	case "file":
		if file := r.Want(body, "file", spec.Map); file != nil {
			r.file(file)
		}
	case "":
	default:
		r.Skip(body.Span, fmt.Sprintf("bodies of the mode %q are not known: it is not taken", mode), "")
	}
	return contract.Body{Span: body.Span}
}

// file says that a file that is named is not opened; src is its name, or several.
func (r *reader) file(v *spec.Value) {
	src := v.Get("src")
	if src == nil {
		return
	}
	for _, name := range append([]*spec.Value{src}, src.Items...) {
		if name.Kind == spec.Str && name.Text != "" {
			r.File(name.Span, name.Text, "write its content into the body")
		}
	}
}

// rawBody reads a text. It is JSON if the collection says so, or the header.
func (r *reader) rawBody(side *recorded.Side, body *spec.Value) contract.Body {
	raw := r.Want(body, "raw", spec.Str)
	if raw == nil {
		return contract.Body{Span: body.Span}
	}
	kind, declared := contract.Header(side.Headers, "Content-Type")
	if language := body.Get("options").Get("raw").Get("language").String(); !declared && language == "json" {
		kind = "application/json"
		side.Header("Content-Type", kind, body.Span)
	}
	text, open := r.fill(raw.Text, raw.Span)
	b := side.Body([]byte(text), kind, raw.Span)
	if open && b.Presence == contract.Present {
		side.Ask(contract.InBody, contract.Path{Text: "$", Steps: []contract.Step{{Kind: contract.Root}}},
			&contract.Matcher{Kind: contract.Type, Name: "type"}, raw.Span)
	}
	return b
}

func (r *reader) form(side *recorded.Side, body *spec.Value) contract.Body {
	var pairs []string
	for _, p := range r.Objects(body, "urlencoded", "a field", maxHeaders) {
		if p.Get("disabled").Bool() {
			continue
		}
		value, open := r.fill(r.Text(p, "value"), fields.Place(p, "value"))
		name := r.Text(p, "key")
		pairs = append(pairs, url.QueryEscape(name)+"="+url.QueryEscape(value))
		if open {
			path := contract.Path{Steps: contract.Named(name).Steps}
			path.Text = path.String()
			side.Ask(contract.InBody, path, &contract.Matcher{Kind: contract.Type, Name: "type"}, p.Span)
		}
	}
	if _, declared := contract.Header(side.Headers, "Content-Type"); !declared {
		side.Header("Content-Type", "application/x-www-form-urlencoded", body.Span)
	}
	return side.Body([]byte(strings.Join(pairs, "&")), "application/x-www-form-urlencoded", body.Span)
}

// graphQL reads a query and its variables, which travel as JSON.
func (r *reader) graphQL(side *recorded.Side, body *spec.Value) contract.Body {
	g := r.Want(body, "graphql", spec.Map)
	if g == nil {
		return contract.Body{Span: body.Span}
	}
	query, _ := r.fill(r.Text(g, "query"), g.Span)
	variables, _ := r.fill(r.Text(g, "variables"), g.Span)
	if strings.TrimSpace(variables) == "" {
		variables = "{}"
	}
	if _, declared := contract.Header(side.Headers, "Content-Type"); !declared {
		side.Header("Content-Type", "application/json", body.Span)
	}
	text := `{"query":` + string(contract.AppendString(nil, query)) + `,"variables":` + variables + `}`
	return side.Body([]byte(text), "application/json", g.Span)
}
