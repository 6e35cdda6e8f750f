package brokertest

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
)

// publish takes all contracts of a version. One that has others already is a conflict.
func (s *Server) publish(w http.ResponseWriter, r *http.Request) {
	var sent struct {
		Pacticipant string   `json:"pacticipantName"`
		Version     string   `json:"pacticipantVersionNumber"`
		Branch      string   `json:"branch"`
		Tags        []string `json:"tags"`
		Contracts   []struct {
			Consumer      string `json:"consumerName"`
			Provider      string `json:"providerName"`
			Specification string `json:"specification"`
			ContentType   string `json:"contentType"`
			Content       string `json:"content"`
			OnConflict    string `json:"onConflict"`
		} `json:"contracts"`
	}
	if !body(w, r, &sent) {
		return
	}
	switch {
	case sent.Pacticipant == "":
		refuse(w, "pacticipantName", "is missing")
		return
	case sent.Version == "":
		refuse(w, "pacticipantVersionNumber", "is missing")
		return
	case strings.ContainsAny(sent.Version, "\r\n"):
		refuse(w, "pacticipantVersionNumber", "cannot contain multiple lines")
		return
	}
	var fresh []*pact
	for _, c := range sent.Contracts {
		content, err := base64.StdEncoding.DecodeString(c.Content)
		var whole map[string]any
		if err != nil || parsed(bytes.NewReader(content), &whole) != nil || c.Specification != "pact" || c.ContentType != "application/json" {
			refuse(w, "contracts", "the content is not what it is said to be")
			return
		}
		p := newPact(c.Consumer, c.Provider, sent.Version, whole)
		p.raw = content
		if c.Consumer != sent.Pacticipant || named(whole, "consumer") != c.Consumer || named(whole, "provider") != c.Provider {
			refuse(w, "contracts", "consumer and provider are not those of the content")
			return
		}
		if old := s.published(p.consumer, p.provider, p.version); old != nil && old.sha != p.sha {
			if c.OnConflict != "merge" {
				conflict(w, p)
				return
			}
			p = merged(old, p)
		}
		fresh = append(fresh, p)
	}
	v := s.made(sent.Pacticipant, sent.Version)
	v.branches = added(v.branches, sent.Branch)
	for _, tag := range sent.Tags {
		v.tags = added(v.tags, tag)
	}
	s.told(w, v, fresh)
}

func conflict(w http.ResponseWriter, p *pact) {
	text := fmt.Sprintf("Cannot change the content of the pact for %s version %s and provider %s", p.consumer, p.version, p.provider)
	answer(w, http.StatusConflict, object{"notices": []object{{"type": "error", "text": text}}, "errors": object{"contracts": []string{text}}})
}

// told answers what is published now, as the documentation of publishing has it.
func (s *Server) told(w http.ResponseWriter, v *version, fresh []*pact) {
	notices, contracts, tags := []object{}, []object{}, []object{}
	for _, p := range fresh {
		s.keep(p)
		notices = append(notices, object{"type": "success", "text": fmt.Sprintf("Pact successfully published for %s version %s and provider %s.", p.consumer, v.number, p.provider)})
		contracts = append(contracts, entitled("Pact", s.link(titled(p), "pacts", "provider", p.provider, "consumer", p.consumer, "version", v.number)))
	}
	for _, tag := range v.tags {
		tags = append(tags, entitled("Tag", s.link(tag, "pacticipants", v.pacticipant, "versions", v.number, "tags", tag)))
	}
	of := s.link(v.pacticipant, "pacticipants", v.pacticipant)
	number := s.link(v.number, "pacticipants", v.pacticipant, "versions", v.number)
	answer(w, http.StatusOK, object{
		"notices": notices, "logs": []object{}, // what notices were called before
		"_embedded": object{
			"pacticipant": object{"name": v.pacticipant, "_links": object{"self": of}},
			"version":     object{"number": v.number, "_links": object{"self": entitled("Version", number)}},
		},
		"_links": object{
			"pb:pacticipant": entitled("Pacticipant", of), "pb:pacticipant-version": entitled("Pacticipant version", number),
			"pb:pacticipant-version-tags": tags, "pb:contracts": contracts,
		},
	})
}

// entitled adds what a link is called.
func entitled(title string, link object) object {
	link = maps.Clone(link)
	link["title"] = title
	return link
}

func (s *Server) putPact(w http.ResponseWriter, r *http.Request) {
	var content map[string]any
	if !body(w, r, &content) {
		return
	}
	p := newPact(r.PathValue("consumer"), r.PathValue("provider"), r.PathValue("version"), content)
	if old := s.published(p.consumer, p.provider, p.version); old != nil && old.sha != p.sha {
		conflict(w, p)
		return
	}
	s.made(p.consumer, p.version)
	s.keep(p)
	answer(w, http.StatusCreated, s.document(p))
}

func named(content map[string]any, party string) string {
	o, _ := content[party].(map[string]any)
	name, _ := o["name"].(string)
	return name
}

// newPact gives each interaction its ID, as brokers do. The same interactions are the same content, whichever tool
// has written them and says so in the metadata.
func newPact(consumer, provider, version string, content map[string]any) *pact {
	for _, list := range []string{"interactions", "messages"} {
		items, _ := content[list].([]any)
		for _, item := range items {
			if o, ok := item.(map[string]any); ok {
				delete(o, "_id")
				o["_id"] = digest(o)
			}
		}
	}
	return &pact{consumer: consumer, provider: provider, version: version, content: content, sha: digest([]any{content["interactions"], content["messages"]})}
}

func digest(v any) string {
	text, _ := json.Marshal(v)
	sum := sha1.Sum(text)
	return hex.EncodeToString(sum[:])
}

func merged(old, fresh *pact) *pact {
	content := maps.Clone(fresh.content)
	before, _ := old.content["interactions"].([]any)
	after, _ := fresh.content["interactions"].([]any)
	content["interactions"] = append(append([]any{}, before...), after...)
	return newPact(fresh.consumer, fresh.provider, fresh.version, content)
}

func (s *Server) published(consumer, provider, version string) *pact {
	for _, p := range s.pacts {
		if p.consumer == consumer && p.provider == provider && p.version == version {
			return p
		}
	}
	return nil
}

// keep adds a pact, or takes it in the place of the one that there was.
func (s *Server) keep(p *pact) {
	if old := s.published(p.consumer, p.provider, p.version); old != nil {
		*old = *p
		return
	}
	s.pacts = append(s.pacts, p)
}

func titled(p *pact) string {
	return fmt.Sprintf("Pact between %s (%s) and %s", p.consumer, p.version, p.provider)
}

// document is a pact with the links of the broker.
func (s *Server) document(p *pact) object {
	o := maps.Clone(p.content)
	o["createdAt"] = "2026-01-31T08:00:00+00:00"
	o["_links"] = object{
		"self":                            s.self(p),
		"pb:consumer-version":             s.link(p.version, "pacticipants", p.consumer, "versions", p.version),
		"pb:provider":                     s.link(p.provider, "pacticipants", p.provider),
		"pb:publish-verification-results": s.link("", "pacts", "provider", p.provider, "consumer", p.consumer, "pact-version", p.sha, "verification-results"),
	}
	return o
}

func (s *Server) self(p *pact) object {
	return s.link(titled(p), "pacts", "provider", p.provider, "consumer", p.consumer, "pact-version", p.sha)
}

func (s *Server) pactOfVersion(w http.ResponseWriter, r *http.Request) {
	s.show(w, s.published(r.PathValue("consumer"), r.PathValue("provider"), r.PathValue("version")))
}

func (s *Server) pactOfContent(w http.ResponseWriter, r *http.Request) { s.show(w, s.ofContent(r)) }

// ofContent returns the last pact that has the content of the path.
func (s *Server) ofContent(r *http.Request) *pact {
	var last *pact
	for _, p := range s.pacts {
		if p.consumer == r.PathValue("consumer") && p.provider == r.PathValue("provider") && p.sha == r.PathValue("sha") {
			last = p
		}
	}
	return last
}

func (s *Server) show(w http.ResponseWriter, p *pact) {
	if p == nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	answer(w, http.StatusOK, s.document(p))
}
