package pact

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// WriteV4 returns the contract as a file of version 4, and what that has no way to say. The same
// contract gives the same bytes; what is read from them is the same contract.
func WriteV4(c *contract.Contract) ([]byte, []report.Finding) { return write(c, contract.V4) }

// WriteV3 returns the contract as a file of version 3, and what that has no way to say: synchronous
// messages, matchers that came with version 4, and whatever else is only in it.
func WriteV3(c *contract.Contract) ([]byte, []report.Finding) { return write(c, contract.V3) }

func write(c *contract.Contract, version contract.Version) ([]byte, []report.Finding) {
	w := &writer{version: version}
	content := w.document(c)
	return content, report.Sort(w.findings)
}

// writer makes the JSON of one contract.
type writer struct {
	version  contract.Version
	about    string // the interaction that is written, for people
	findings []report.Finding
}

// lose says that the version has no way to say something.
func (w *writer) lose(span source.Span, what string) {
	w.findings = append(w.findings, report.Finding{
		Rule: Lost, Severity: report.Warning, Span: span,
		Message: fmt.Sprintf("version %s of the Pact specification has no %s, %s is written without", w.version, what, w.about),
		Cure:    "write version 4",
	})
}

// document writes the whole contract. Interactions are written one after the other: all at once they
// would take many times the room of their text.
func (w *writer) document(c *contract.Contract) []byte {
	var interactions, messages []*contract.Interaction
	for _, i := range c.Interactions {
		switch {
		case w.version >= contract.V4 || i.Kind == contract.HTTP:
			interactions = append(interactions, i)
		case i.Kind == contract.Message:
			messages = append(messages, i)
		default:
			w.about = fmt.Sprintf("%q", i.Description)
			w.lose(i.Span, "synchronous messages; the whole interaction")
		}
	}
	number := spec.Member{Key: "version", Value: contract.Text(w.version.String())}
	root := object{
		member("consumer", object{member("name", contract.Text(c.Consumer))}.value()),
		member("provider", object{member("name", contract.Text(c.Provider))}.value()),
		member("metadata", append(object{member("pactSpecification", object{number}.value())}, c.Metadata...).value()),
	}
	if len(interactions) > 0 || len(messages) == 0 {
		root = append(root, member("interactions", contract.Array()))
	}
	if len(messages) > 0 {
		root = append(root, member("messages", contract.Array()))
	}
	dst := []byte("{")
	for n, m := range append(root, c.Unknown...).value().Members {
		dst = append(contract.AppendString(separate(dst, n, "  "), m.Key), ": "...)
		switch {
		case m.Key == "interactions" && len(interactions) > 0:
			dst = w.appendAll(dst, interactions, w.interaction)
		case m.Key == "messages" && len(messages) > 0:
			dst = w.appendAll(dst, messages, w.oldMessage)
		default:
			dst = appendLines(dst, m.Value, "  ")
		}
	}
	return append(dst, "\n}\n"...)
}

func (w *writer) appendAll(dst []byte, all []*contract.Interaction, write func(*contract.Interaction) *spec.Value) []byte {
	dst = append(dst, '[')
	for n, i := range all {
		if cap(dst)-len(dst) < len(dst)/16 { // append would copy more often
			dst = slices.Grow(dst, len(dst))
		}
		w.about = fmt.Sprintf("%q", i.Description)
		dst = appendLines(separate(dst, n, "    "), write(i), "    ")
	}
	return append(newLine(dst, "  "), ']')
}

// object collects the members of a JSON object.
type object []spec.Member

func member(key string, v *spec.Value) spec.Member { return spec.Member{Key: key, Value: v} }

// value returns the object with its keys in order; of a key that was added twice the first counts.
func (o object) value() *spec.Value {
	slices.SortStableFunc(o, func(a, b spec.Member) int { return strings.Compare(a.Key, b.Key) })
	o = slices.CompactFunc(o, func(a, b spec.Member) bool { return a.Key == b.Key })
	return contract.Object(o...)
}

// text adds a member unless the text is empty.
func (o *object) text(key, text string) {
	if text != "" {
		*o = append(*o, member(key, contract.Text(text)))
	}
}

// add adds a member unless there is no value.
func (o *object) add(key string, v *spec.Value) {
	if v != nil {
		*o = append(*o, member(key, v))
	}
}

// interaction writes an interaction in the way of the version.
func (w *writer) interaction(i *contract.Interaction) *spec.Value {
	o := w.common(i)
	if w.version >= contract.V4 {
		o.text("type", i.Kind.String())
	}
	switch i.Kind {
	case contract.HTTP:
		o.add("request", w.request(cmp.Or(i.Request, &contract.Request{Method: "GET"})))
		o.add("response", w.response(cmp.Or(i.Response, &contract.Response{})))
	case contract.Message:
		o = append(o, w.payload(cmp.Or(i.Contents, &contract.Payload{}))...)
	case contract.SyncMessage:
		asked := cmp.Or(i.Contents, &contract.Payload{})
		o.add("request", append(w.payload(asked), asked.Unknown...).value())
		replies := contract.Array()
		for _, r := range i.Replies {
			replies.Items = append(replies.Items, append(w.payload(r), r.Unknown...).value())
		}
		o.add("response", replies)
	}
	return append(o, i.Unknown...).value()
}

// common writes what interactions of all kinds have.
func (w *writer) common(i *contract.Interaction) object {
	o := object{member("description", contract.Text(i.Description))}
	states := contract.Array()
	for _, s := range i.States {
		state := object{member("name", contract.Text(s.Name))}
		if len(s.Params) > 0 {
			state.add("params", contract.Object(s.Params...))
		}
		states.Items = append(states.Items, state.value())
	}
	if len(states.Items) > 0 {
		o.add("providerStates", states)
	}
	if w.version >= contract.V4 {
		o.text("key", i.Key)
		o.text("transport", i.Transport)
		o.add("pending", contract.Flag(i.Pending))
		o.add("comments", i.Comments)
		o.add("pluginConfiguration", i.Plugins)
		return o
	}
	w.loseCommon(i)
	return o
}

func (w *writer) loseCommon(i *contract.Interaction) {
	for _, lost := range []struct {
		is   bool
		what string
	}{
		{i.Key != "", "keys of interactions"}, {i.Transport != "", "transports"}, {i.Pending, "pending interactions"},
		{i.Comments != nil, "comments"}, {i.Plugins != nil, "configuration of plugins"},
	} {
		if lost.is {
			w.lose(i.DescriptionSpan, lost.what)
		}
	}
}

// oldMessage writes a message of version 3.
func (w *writer) oldMessage(i *contract.Interaction) *spec.Value {
	o := w.common(i)
	p := cmp.Or(i.Contents, &contract.Payload{})
	o.add("contents", w.bare(p.Body, metadata(p.Metadata, "contentType")))
	if len(p.Metadata) > 0 {
		o.add("metaData", contract.Object(p.Metadata...))
	}
	o.add("matchingRules", w.rules(p.Rules))
	o.add("generators", w.generators(p.Generators))
	return append(o, i.Unknown...).value()
}

// payload writes a message of version 4.
func (w *writer) payload(p *contract.Payload) object {
	var o object
	o.add("contents", w.wrapped(p.Body, metadata(p.Metadata, "contentType")))
	if len(p.Metadata) > 0 {
		o.add("metadata", contract.Object(p.Metadata...))
	}
	o.add("matchingRules", w.rules(p.Rules))
	o.add("generators", w.generators(p.Generators))
	return o
}
