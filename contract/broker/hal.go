package broker

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// document is what the broker answers: JSON with links (HAL, draft-kelly-json-hal).
type document struct {
	at      *url.URL
	content []byte
	links   map[string]links
}

type link struct {
	Href  string `json:"href"`
	Name  string `json:"name"`
	Title string `json:"title"`
}

// links are those of one relation: written as one object or a list of them.
type links []link

// UnmarshalJSON reads a link or a list of links; anything else is no link.
func (l *links) UnmarshalJSON(text []byte) error {
	var one link
	var several []link
	if json.Unmarshal(text, &several) == nil {
		*l = several
	} else if json.Unmarshal(text, &one) == nil {
		*l = links{one}
	}
	return nil
}

// read reads a document. One without content, as of 204, has no links.
func read(at *url.URL, content []byte) (*document, error) {
	d := &document{at: at, content: content}
	if len(bytes.TrimSpace(content)) == 0 {
		return d, nil
	}
	var linked struct {
		Links map[string]links `json:"_links"`
	}
	if err := json.Unmarshal(content, &linked); err != nil {
		return nil, errors.New("the answer is not the JSON of a broker: is it one, and is its path right?")
	}
	d.links = linked.Links
	return d, nil
}

// parse reads the members of the document that are wanted. What doesn't fit is an error: nothing is made up.
func (d *document) parse(into any) error {
	if err := json.Unmarshal(d.content, into); err != nil {
		return fmt.Errorf("the broker's answer is not as documented: %s", Clean(err.Error()))
	}
	return nil
}

// link returns the first link of a relation that leads anywhere.
func (d *document) link(relation string) (link, bool) {
	for _, l := range d.links[relation] {
		if l.Href != "" {
			return l, true
		}
	}
	return link{}, false
}

// resolve returns where a link leads to, which must be the broker.
func (b *Broker) resolve(d *document, l link, values map[string]string) (*url.URL, error) {
	at, err := d.at.Parse(expand(l.Href, values))
	if err != nil {
		return nil, errors.New("the broker's link is malformed: " + Clean(l.Href))
	}
	return at, b.stays(at)
}

// expand puts values into the {names} of a template (RFC 6570, level 1), so that none of their characters
// means anything in a URL.
func expand(template string, values map[string]string) string {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		pairs = append(pairs, "{"+name+"}", strings.ReplaceAll(url.QueryEscape(values[name]), "+", "%20"))
	}
	return strings.NewReplacer(pairs...).Replace(template)
}

// stays reports whether an address is the broker's: one that can be made to lead others elsewhere must get
// neither their credentials nor requests into their network.
func (b *Broker) stays(at *url.URL) error {
	if origin(at) == origin(b.base) && at.User == nil {
		return nil
	}
	return fmt.Errorf("the broker leads to %s, which is not %s, and is not followed: if it is the same broker, set its base URL there (PACT_BROKER_BASE_URL of the server)",
		Clean(origin(at)), origin(b.base))
}

// origin returns scheme, host and port (RFC 6454).
func origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	host := strings.ToLower(u.Hostname())
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		return u.Scheme + "://" + host
	}
	return u.Scheme + "://" + host + ":" + port
}

// memberOf is one member of a JSON object.
type memberOf struct {
	name  string
	value json.RawMessage
}

// members returns the members of an object, sorted by name; of anything else none.
func members(v json.RawMessage) []memberOf {
	var object map[string]json.RawMessage
	if json.Unmarshal(v, &object) != nil {
		return nil
	}
	var all []memberOf
	for _, name := range slices.Sorted(maps.Keys(object)) {
		all = append(all, memberOf{name, object[name]})
	}
	return all
}

// Clean returns what a broker says so that it takes one line of a terminal and does nothing else there.
func Clean(text string) string {
	const longest = 600
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case b.Len() > longest:
			return strings.TrimSpace(b.String()) + " …"
		case unicode.IsSpace(r):
			r = ' '
		case !unicode.IsPrint(r):
			r = '\uFFFD'
		}
		b.WriteRune(r)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
