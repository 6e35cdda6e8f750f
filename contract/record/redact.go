package record

import (
	"hash/fnv"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/secret"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

func (r *Recorder) isCredential(header string) bool {
	return r.named(header) != "" || slices.ContainsFunc(r.keys(spec.InHeader), func(name string) bool { return strings.EqualFold(name, header) })
}

// keys returns the names of the API keys of all security schemes that travel there.
func (r *Recorder) keys(in spec.Location) []string {
	var names []string
	for _, d := range r.documents {
		for _, s := range d.api.SecuritySchemes {
			if s.In == in && s.ParameterName != "" {
				names = append(names, s.ParameterName)
			}
		}
	}
	return names
}

func canonical(names []string) []string {
	var all []string
	for _, name := range names {
		all = append(all, httpapi.Canonical(name))
	}
	return all
}

// named returns why what has such a name is not written; "": it may be.
func (r *Recorder) named(name string) string {
	switch {
	case slices.Contains(r.names, httpapi.Canonical(name)):
		return "configured"
	case secret.Named(name):
		return "by its name"
	}
	return ""
}

// personal returns why values of a schema are not written; "": they may be.
func personal(t *spec.Type) string {
	switch {
	case t.Format == "password":
		return "a password"
	case t.Format == "email" || t.Format == "idn-email":
		return "an email address"
	case t.Schema != nil && t.Schema.WriteOnly:
		return "write-only"
	}
	return personalNode(&t.Node)
}

func personalNode(n *spec.Node) string {
	if n.Policy == nil || n.Policy.PII == "" || n.Policy.PII == "none" {
		return ""
	}
	return "personal data: " + n.Policy.PII
}

// looks are texts that are kept back whatever they are called: email addresses, and long runs of letters and digits.
var (
	address = regexp.MustCompile(`[^\s@<>"'(),;:]+@[^\s@<>"'(),;:]+\.[A-Za-z]{2,}`)
	run     = regexp.MustCompile(`[A-Za-z0-9+/_=-]{20,}`)
	card    = regexp.MustCompile(`(?:[0-9][ -]?){12,18}[0-9]`)
	known   = regexp.MustCompile(`(?i:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})`) // UUIDs, which name things
)

// looksRandom is said of long runs of letters and digits, whose kind nobody knows.
const looksRandom = "it looks random, as secrets do, and the spec doesn't call it an identifier"

// suspicious returns why a text is not written though nothing says what it is. What the spec itself lists is no secret.
func suspicious(n *node) string {
	text := known.ReplaceAllString(n.raw, " ")
	switch {
	case n.listed || n.kinds&(wire.KindString|wire.KindNumber) == 0:
		return ""
	case isCard(text):
		return "it looks like the number of a card"
	case n.kinds != wire.KindString:
		return ""
	case address.MatchString(text):
		return "it looks like an email address"
	}
	if _, found := secret.Text(n.raw); found {
		return "it looks like a secret"
	}
	if slices.ContainsFunc(run.FindAllString(text, -1), random) {
		return looksRandom
	}
	return ""
}

// random reports whether a run of letters and digits is no word: both are in it.
func random(text string) bool {
	digits := 0
	for _, c := range text {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	return digits >= 3 && digits < len(text)
}

// isCard reports whether there are 13 to 19 digits with the check digit of ISO/IEC 7812 in a text.
func isCard(text string) bool {
	for _, found := range card.FindAllString(text, -1) {
		sum, double := 0, false
		for i := len(found) - 1; i >= 0; i-- {
			if found[i] < '0' || found[i] > '9' {
				continue
			}
			d := int(found[i] - '0')
			if double {
				d = d*2%10 + d*2/10
			}
			sum, double = sum+d, !double
		}
		if sum%10 == 0 && strings.Trim(found, "0 -") != "" {
			return true
		}
	}
	return false
}

func hashOf(text string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(text))
	return h.Sum64()
}

// tries is how many samples are made to find one that has nothing hidden in it.
const tries = 8

// replacement returns a value for the place of one that must not be written: one that the schemas allow. It is nil if
// there is none.
func (d *document) replacement(n *node, h *secrets, direction spec.Direction) *spec.Value {
	whole := d.together(n.schemas)
	for _, v := range d.candidates(whole, direction) {
		if sameKind(v, n.kinds) && (n.listed || !h.in(v.Text)) && d.allows(whole, v) {
			return v
		}
	}
	return nil
}

func (d *document) candidates(whole *spec.Type, direction spec.Direction) []*spec.Value {
	all := []*spec.Value{contract.Text(secret.Redacted), contract.Whole(0), contract.Whole(1), contract.Flag(true)}
	for seed := range uint64(tries) {
		sampler := sample.New(seed)
		sampler.Plain = true
		if v, err := sampler.Value(whole, direction); err == nil && v != nil {
			all = append(all, v)
		}
	}
	return all
}

func sameKind(v *spec.Value, kind wire.Kind) bool {
	switch v.Kind {
	case spec.Str:
		return kind == wire.KindString
	case spec.Bool:
		return kind == wire.KindBool
	case spec.Num:
		return kind&wire.KindNumber != 0
	}
	return false
}

func (d *document) allows(t *spec.Type, v *spec.Value) bool {
	var r wire.Reader
	r.Reset(wire.Neutral)
	n, ok := r.ParseJSON(contract.AppendJSON(nil, v), wire.Limits{})
	if ok {
		d.checker.Read(t)(&r, n)
	}
	return ok && r.OK()
}

// together returns one schema for several, the same for the same.
func (d *document) together(schemas []*spec.Type) *spec.Type {
	if len(schemas) == 1 {
		return schemas[0]
	}
	if len(schemas) == 0 {
		return d.any
	}
	for _, made := range d.joint[schemas[0]] {
		if slices.Equal(made.Schema.AllOf, schemas) {
			return made
		}
	}
	made := &spec.Type{Schema: &spec.Schema{AllOf: slices.Clone(schemas)}}
	d.joint[schemas[0]] = append(d.joint[schemas[0]], made)
	return made
}
