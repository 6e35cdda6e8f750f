package text

import (
	"encoding/base64"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Write returns the contract in bylaw's format, and what that has no way to say. The same contract
// gives the same bytes; what is read from them is the same contract, but for the order of headers,
// parameters and rules, which means nothing.
func Write(c *contract.Contract) ([]byte, []report.Finding) {
	w := &writer{}
	o := object{}
	o.add(keyFormat, contract.Text(Format))
	o.add(keyConsumer, contract.Text(c.Consumer))
	o.add(keyProvider, contract.Text(c.Provider))
	o.members(keyMetadata, sorted(c.Metadata))
	o.members(keyExtra, sorted(c.Unknown))
	if len(c.Interactions) == 0 {
		o.add(keyInteractions, contract.Array())
	}
	var p printer
	p.mapping(o.value(), 0)
	if len(c.Interactions) > 0 {
		p.WriteString(keyInteractions + ":\n")
	}
	for _, i := range c.Interactions { // one after the other: all at once would take many times the room of their text
		p.sequence(contract.Array(w.interaction(i)), 1)
	}
	return p.Bytes(), report.Sort(w.findings)
}

type writer struct{ findings []report.Finding }

func (w *writer) interaction(i *contract.Interaction) *spec.Value {
	o := object{}
	o.add(keyDescription, contract.Text(i.Description))
	o.text(keyKey, i.Key)
	if i.Pending {
		o.add(keyPending, contract.Flag(true))
	}
	o.text(keyTransport, i.Transport)
	o.add(keyStates, states(i.States))
	o.add(keyComments, i.Comments)
	o.add(keyPlugins, i.Plugins)
	w.exchange(&o, i)
	o.members(keyExtra, sorted(i.Unknown))
	return o.value()
}

// states writes a state without parameters as its name alone.
func states(all []contract.State) *spec.Value {
	if len(all) == 0 {
		return nil
	}
	list := contract.Array()
	for _, s := range all {
		item := contract.Text(s.Name)
		if len(s.Params) > 0 {
			o := object{}
			o.add(keyName, item)
			o.members(keyParams, s.Params)
			item = o.value()
		}
		list.Items = append(list.Items, item)
	}
	return list
}

func (w *writer) exchange(o *object, i *contract.Interaction) {
	switch i.Kind {
	case contract.HTTP:
		o.add(keyRequest, w.request(i.Request))
		o.add(keyResponse, w.response(i.Response))
	case contract.Message:
		o.add(keyMessage, payload(i.Contents))
	case contract.SyncMessage:
		o.add(keyCall, payload(i.Contents))
		replies := contract.Array()
		for _, reply := range i.Replies {
			replies.Items = append(replies.Items, payload(reply))
		}
		o.add(keyReplies, replies)
	}
}

var root = []contract.Step{{Kind: contract.Root}}

func (w *writer) request(q *contract.Request) *spec.Value {
	if q == nil {
		q = &contract.Request{Method: "GET"}
	}
	if q.QueryText != "" {
		w.findings = append(w.findings, report.Finding{
			Rule: pact.Lost, Severity: report.Warning, Span: q.Span,
			Message: "a query is compared by its parameters: that version 1 of the Pact specification compares it as text is lost",
		})
	}
	weave := newWeaver(q.Rules, q.Generators)
	o := object{}
	o.add(keyMethod, weave.scalar(contract.InMethod, root, contract.Text(q.Method)))
	o.add(keyPath, weave.scalar(contract.InPath, root, contract.Text(q.Path)))
	o.members(keyQuery, weave.values(contract.InQuery, q.Query))
	o.members(keyHeaders, weave.values(contract.InHeader, q.Headers))
	weave.content(&o, q.Body)
	weave.finish(&o, q.Unknown)
	return o.value()
}

func (w *writer) response(s *contract.Response) *spec.Value {
	if s == nil {
		s = &contract.Response{}
	}
	weave := newWeaver(s.Rules, s.Generators)
	o := object{}
	if s.Status != 0 {
		o.add(keyStatus, weave.scalar(contract.InStatus, root, contract.Whole(int64(s.Status))))
	}
	o.members(keyHeaders, weave.values(contract.InHeader, s.Headers))
	weave.content(&o, s.Body)
	weave.finish(&o, s.Unknown)
	return o.value()
}

func payload(p *contract.Payload) *spec.Value {
	if p == nil {
		p = &contract.Payload{}
	}
	weave := newWeaver(p.Rules, p.Generators)
	o := object{}
	o.members(keyMetadata, weave.metadata(p.Metadata))
	weave.content(&o, p.Body)
	weave.finish(&o, p.Unknown)
	return o.value()
}

// finish writes what could not be put into values.
func (w *weaver) finish(o *object, unknown []spec.Member) {
	rules, generators := w.left()
	o.add(keyRules, pact.Rules(rules))
	o.add(keyGenerators, pact.Generators(generators))
	o.members(keyExtra, sorted(unknown))
}

// sorted puts members that have no order of their own into one.
func sorted(members []spec.Member) []spec.Member {
	members = slices.Clone(members)
	slices.SortStableFunc(members, func(a, b spec.Member) int { return strings.Compare(a.Key, b.Key) })
	return members
}

// values writes parameters or headers: one value alone as it is, several as a list.
func (w *weaver) values(category contract.Category, all []contract.Values) []spec.Member {
	var o object
	seen := map[string]bool{}
	for _, one := range all {
		if seen[one.Name] { // a file has each name once; the first counts, as in Pact files
			continue
		}
		seen[one.Name] = true
		key, steps := safeKey(one.Name), contract.Named(one.Name).Steps
		if len(one.Values) == 1 {
			o.add(key, w.scalar(category, steps, contract.Text(one.Values[0])))
			continue
		}
		if said := w.say(category, steps, nil, false); said != "" {
			key += " " + open + said + closed
		}
		list := contract.Array()
		for _, text := range one.Values {
			list.Items = append(list.Items, plainly(contract.Text(text)))
		}
		o.add(key, list)
	}
	return sorted(o)
}

// metadata writes entries of metadata, of which scalars can have placeholders.
func (w *weaver) metadata(members []spec.Member) []spec.Member {
	var o object
	for _, m := range members {
		value := m.Value
		if value.Kind != spec.Map && value.Kind != spec.List {
			value = w.scalar(contract.InMetadata, contract.Named(m.Key).Steps, value)
		}
		o.add(safeKey(m.Key), value)
	}
	return o
}

// content writes a body: as the JSON value that it is, as text, or as bytes.
func (w *weaver) content(o *object, b contract.Body) {
	o.text(keyContentType, b.ContentType)
	o.text(keyHint, b.Hint)
	switch v := asJSON(b); {
	case b.Presence == contract.Missing:
	case b.Presence == contract.Null:
		o.add(keyBody, w.scalar(contract.InBody, root, &spec.Value{Kind: spec.Null}))
	case len(b.Content) == 0:
		o.add(keyText, contract.Text(""))
	case v != nil:
		key, every := w.annotated(keyBody, v, root)
		o.add(key, w.body(v, root, every, true))
	case utf8.Valid(b.Content) && b.Encoded != "base64":
		o.add(w.whole(keyText), contract.Text(string(b.Content)))
	default:
		o.add(w.whole(keyBase64), contract.Text(base64.StdEncoding.EncodeToString(b.Content)))
	}
}

// whole is the key of content that has no parts, with what is asked of it.
func (w *weaver) whole(key string) string {
	if said := w.say(contract.InBody, root, nil, false); said != "" {
		return key + " " + open + said + closed
	}
	return key
}

// asJSON returns the content as a JSON value, if it is to stand in the file as such.
func asJSON(b contract.Body) *spec.Value {
	if b.JSON != nil || b.Encoded != "JSON" {
		return b.JSON
	}
	document, _ := tree.Parse(source.NewFile("", b.Content))
	if document == nil || document.YAML {
		return nil
	}
	return document.Root
}
