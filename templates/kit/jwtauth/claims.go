package jwtauth

import (
	stdjson "encoding/json"
	"strings"

	"github.com/go-jose/go-jose/v4/json" // which, other than encoding/json, minds the case of names and refuses those that come twice
	"github.com/go-jose/go-jose/v4/jwt"
)

// claims are those that every token is judged by.
type claims struct {
	jwt.Claims
	ClientID string `json:"client_id"`
	Party    string `json:"azp"`
	Scope    words  `json:"scope"` // RFC 8693, RFC 9068
	Scp      words  `json:"scp"`   // what some issuers call it
}

func readClaims(payload []byte) (*claims, error) {
	c := new(claims)
	return c, json.Unmarshal(payload, c)
}

func (c *claims) client() string {
	if c.ClientID != "" {
		return clip(c.ClientID)
	}
	return clip(c.Party)
}

func clip(name string) string {
	if len(name) > longestName {
		return ""
	}
	return name
}

func (c *claims) scopes() []string {
	if c.Scope != nil {
		return c.Scope
	}
	return c.Scp
}

// words is a list of texts, or one text with spaces between them.
type words []string

// UnmarshalJSON reads either.
func (w *words) UnmarshalJSON(data []byte) error {
	var text string
	if stdjson.Unmarshal(data, &text) == nil {
		*w = strings.Fields(text)
		return nil
	}
	return stdjson.Unmarshal(data, (*[]string)(w))
}

// Claims are all that a token says, by name.
type Claims map[string]stdjson.RawMessage

func readAll(payload []byte) (Claims, error) {
	var all map[string]stdjson.RawMessage
	err := json.Unmarshal(payload, &all)
	return all, err
}

// Text returns a claim that is a text; "": there is none.
func (c Claims) Text(name string) string {
	var text string
	_ = stdjson.Unmarshal(c[name], &text)
	return text
}

// Texts returns a claim that is a list of texts, or one text with spaces between its words; nil: it is neither.
func (c Claims) Texts(name string) []string {
	var w words
	if _, ok := c[name]; !ok || w.UnmarshalJSON(c[name]) != nil {
		return nil
	}
	return w
}

// True reports whether a claim is true, and not a text that says so.
func (c Claims) True(name string) bool {
	var is bool
	return stdjson.Unmarshal(c[name], &is) == nil && is
}
