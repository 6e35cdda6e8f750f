package text

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/fields"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// maxInteractions bounds a file.
const maxInteractions = 100_000

// Read reads a contract in bylaw's format. It returns what the file says and what is wrong with it; a
// caller that judges by the contract must not do so while there are errors. The contract is nil where
// the file is none.
func Read(file *source.File) (*contract.Contract, []report.Finding) {
	document, findings := tree.Parse(file)
	r := &reader{}
	for _, f := range findings {
		r.Say(f)
	}
	if document == nil {
		return nil, r.Findings()
	}
	if document.Root.Kind != spec.Map {
		r.Fail(document.Root.Span, "a contract is an object, this file is "+fields.Article(document.Root), "")
		return nil, r.Findings()
	}
	c := r.contract(file, document.Root)
	return c, r.Findings()
}

type reader struct{ fields.Reader }

// entry is a member whose key may have a placeholder behind its name.
type entry struct {
	name  string
	span  source.Span // of the key
	value *spec.Value
	said  *placeholder // nil: none
}

// entries reads the members of an object. A key that is broken is said and left out.
func (r *reader) entries(v *spec.Value) []entry {
	all := make([]entry, 0, len(v.Members))
	seen := map[string]bool{}
	for _, m := range v.Members {
		name, said, err := splitKey(m.Key)
		if err != nil {
			r.Fail(m.KeySpan, err.Error(), "write a placeholder behind the key, as in `items {{each}}`, or a key that looks like one as `{{literal = \"…\"}}`")
			continue
		}
		if seen[name] {
			r.Fail(m.KeySpan, fmt.Sprintf("%q stands twice", name), "")
			continue
		}
		seen[name] = true
		all = append(all, entry{name: name, span: m.KeySpan, value: m.Value, said: said})
	}
	return all
}

// splitKey splits a key into its name and the placeholder behind it.
func splitKey(key string) (string, *placeholder, error) {
	i := strings.Index(key, open)
	switch {
	case i < 0:
		return key, nil, nil
	case i > 0 && key[i-1] != ' ':
		return "", nil, fmt.Errorf("a blank stands between a key and its placeholder")
	case i > 0:
		return behind(key[:i-1], key[i:])
	}
	name, rest, err := parse(key)
	if err != nil {
		return "", nil, err
	}
	if len(name.matchers) > 0 || name.generator != nil || name.example == nil || name.example.Kind != spec.Str {
		return "", nil, fmt.Errorf("no placeholder can be a key")
	}
	if rest == "" {
		return name.example.Text, nil, nil
	}
	return behind(name.example.Text, strings.TrimPrefix(rest, " "))
}

func behind(name, text string) (string, *placeholder, error) {
	if !strings.HasPrefix(text, open) {
		return "", nil, fmt.Errorf("a placeholder is expected behind the key instead of %q", text)
	}
	said, rest, err := parse(text)
	switch {
	case err != nil:
		return "", nil, err
	case rest != "":
		return "", nil, fmt.Errorf("%q stands behind the placeholder", rest)
	case said.example != nil:
		return "", nil, fmt.Errorf("the placeholder of a key has no example: it is the value")
	}
	return name, said, nil
}

// object returns the members of an object by name, and says which are not known. Only content can have
// a placeholder behind its key.
func (r *reader) object(v *spec.Value, what string, known ...string) map[string]*entry {
	found := map[string]*entry{}
	for _, e := range r.entries(v) {
		switch {
		case !slices.Contains(known, e.name):
			r.Fail(e.span, fmt.Sprintf("%s has no %q", what, e.name), "write one of "+strings.Join(known, ", "))
		case e.said != nil && e.name != keyBody && e.name != keyText && e.name != keyBase64:
			r.Fail(e.span, fmt.Sprintf("%q takes no placeholder behind it", e.name), "")
		default:
			found[e.name] = &e
		}
	}
	return found
}

func (r *reader) contract(file *source.File, v *spec.Value) *contract.Contract {
	if format := v.Get(keyFormat); format.String() != Format {
		r.Fail(fields.Place(v, keyFormat), "the file does not say that it is a contract that can be read here", fmt.Sprintf("write %s: %s", keyFormat, Format))
		return nil
	}
	r.object(v, "a contract", keyFormat, keyConsumer, keyProvider, keyMetadata, keyExtra, keyInteractions)
	c := &contract.Contract{
		File: file, Version: contract.V4, Span: v.Span,
		Consumer: r.party(v, keyConsumer), Provider: r.party(v, keyProvider),
		Metadata: r.verbatim(v, keyMetadata), Unknown: r.verbatim(v, keyExtra),
	}
	for _, item := range r.Objects(v, keyInteractions, "an interaction", maxInteractions) {
		if i := r.interaction(item); i != nil {
			c.Interactions = append(c.Interactions, i)
		}
	}
	return c
}

func (r *reader) party(v *spec.Value, key string) string {
	if v.Get(key) == nil {
		r.Fail(v.Span, fmt.Sprintf("the contract does not say who the %s is", key), fmt.Sprintf("write %s: NAME", key))
	}
	return r.Text(v, key)
}

// verbatim returns the members of an object in which nothing is a placeholder.
func (r *reader) verbatim(v *spec.Value, key string) []spec.Member {
	found := r.Want(v, key, spec.Map)
	if found == nil || !r.numbers(found) {
		return nil
	}
	return found.Members
}

// numbers reports whether all numbers in the value are such in JSON, too.
func (r *reader) numbers(v *spec.Value) bool {
	if v.Kind == spec.Num && !isNumber(v.Text) {
		r.Fail(v.Span, fmt.Sprintf("%s is no number in JSON", v.Text), "put it in quotes")
		return false
	}
	fine := true
	for _, item := range v.Items {
		fine = r.numbers(item) && fine
	}
	for _, m := range v.Members {
		fine = r.numbers(m.Value) && fine
	}
	return fine
}

func (r *reader) interaction(v *spec.Value) *contract.Interaction {
	r.object(v, "an interaction", keyDescription, keyKey, keyPending, keyTransport, keyStates, keyComments, keyPlugins,
		keyRequest, keyResponse, keyMessage, keyCall, keyReplies, keyExtra)
	i := &contract.Interaction{
		Key: r.Text(v, keyKey), Description: r.Text(v, keyDescription), Transport: r.Text(v, keyTransport),
		Pending:  r.Want(v, keyPending, spec.Bool).Bool(),
		Comments: r.whole(v, keyComments), Plugins: r.whole(v, keyPlugins),
		States: r.states(v), Unknown: r.verbatim(v, keyExtra),
		Span: v.Span, DescriptionSpan: fields.Place(v, keyDescription),
	}
	if v.Get(keyDescription) == nil {
		r.Fail(v.Span, "the interaction has no description, so that nobody can be told which one failed", "write description: …")
	}
	return r.exchange(i, v)
}

// whole returns a member that is an object in which nothing is a placeholder.
func (r *reader) whole(v *spec.Value, key string) *spec.Value {
	found := r.Want(v, key, spec.Map)
	if found == nil || !r.numbers(found) {
		return nil
	}
	return found
}

// exchange reads what travels: the members tell of which kind the interaction is.
func (r *reader) exchange(i *contract.Interaction, v *spec.Value) *contract.Interaction {
	request, message, call := v.Get(keyRequest), v.Get(keyMessage), v.Get(keyCall)
	switch {
	case request != nil && message == nil && call == nil && v.Get(keyReplies) == nil:
		i.Kind = contract.HTTP
		i.Request, i.Response = &contract.Request{Method: "GET", Span: v.Span}, &contract.Response{Span: v.Span}
		if q := r.Want(v, keyRequest, spec.Map); q != nil {
			i.Request = r.request(q)
		}
		if s := r.Want(v, keyResponse, spec.Map); s != nil {
			i.Response = r.response(s)
		} else {
			r.Fail(v.Span, "the interaction has no response", "write response: with what the consumer relies on")
		}
	case message != nil && request == nil && call == nil && v.Get(keyReplies) == nil && v.Get(keyResponse) == nil:
		i.Kind, i.Contents = contract.Message, r.payload(r.Want(v, keyMessage, spec.Map), v)
	case call != nil && request == nil && message == nil && v.Get(keyResponse) == nil:
		i.Kind, i.Contents = contract.SyncMessage, r.payload(r.Want(v, keyCall, spec.Map), v)
		for _, reply := range r.Objects(v, keyReplies, "a reply", maxInteractions) {
			i.Replies = append(i.Replies, r.payload(reply, v))
		}
	default:
		r.Fail(v.Span, "it can't be told what travels", "write request: and response:, or message:, or call: and replies:")
		return nil
	}
	return i
}

// states reads names, and objects of a name and parameters.
func (r *reader) states(v *spec.Value) []contract.State {
	var all []contract.State
	for _, item := range r.List(v, keyStates) {
		switch item.Kind {
		case spec.Str:
			all = append(all, contract.State{Name: item.Text, Span: item.Span})
		case spec.Map:
			r.object(item, "a state", keyName, keyParams)
			all = append(all, contract.State{Name: r.Text(item, keyName), Params: r.verbatim(item, keyParams), Span: item.Span})
		default:
			r.Fail(item.Span, "a state is its name, or an object of name and params, this one is "+fields.Article(item), "")
		}
	}
	return all
}
