// Package jwtauth verifies access tokens that are JWTs (RFC 7519, RFC 9068, and of RFC 8725 what concerns those who
// verify): an authn.Verifier over an issuer's public keys. It must not know HTTP requests, operations or what a caller
// may do. Secrets that issuer and service share (HS256 …) aren't supported at all: whoever can verify with one can also
// make tokens, and no public key can be mistaken for one.
package jwtauth

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/bylaw-dev/bylaw/templates/support/authn"
)

// Options says which tokens are good.
type Options struct {
	Issuer    string   // what iss must be, byte by byte; required
	Audiences []string // of which aud must name one: this service; required
	Keys      *Keys    // of the issuer (Remote, Static); required

	// Algorithms that the issuer signs with; none: RS256, PS256, ES256 and EdDSA. Of these and their longer siblings
	// only: none and HS256 are errors of New.
	Algorithms []string
	// Types are what typ may be, in any case and with or without "application/"; none: at+jwt, JWT, and not said. Where
	// the issuer keeps to RFC 9068, at+jwt alone is better: it refuses ID tokens by their kind.
	Types []string

	Leeway   time.Duration // how far the clocks of issuer and service may be apart, at most 5 min; 0: 30 s; negative: not at all
	MaxBytes int           // of a token; 0: 8 KiB
	// Memory is how many bytes hold signatures that were good, so that each is verified once for as long as the issuer has
	// the key, rather than for each request; 0: 8 MiB; negative: none. All else is judged each time.
	Memory int
	Now    func() time.Time

	// Map adds to the caller what only this issuer's tokens say: the tenant, whether it belongs to the house. The caller
	// has its other fields already. An error refuses the token. nil: there is neither.
	Map func(Claims, *authn.Caller) error
}

// Defaults and limits.
const (
	usualLeeway   = 30 * time.Second
	longestLeeway = 5 * time.Minute
	usualBytes    = 8 << 10
	longestName   = 255 // of a subject, a client
)

// Verifier is an authn.Verifier.
type Verifier struct {
	options    Options
	algorithms []jose.SignatureAlgorithm
	proofs     proofs
}

// supported are the algorithms that a public key verifies.
var supported = [...]jose.SignatureAlgorithm{jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512, jose.ES256, jose.ES384, jose.ES512, jose.EdDSA}

// New makes a verifier. It asks nobody for anything yet. The error says which option is missing or can't be.
func New(o Options) (*Verifier, error) {
	var wrong []error
	refuse := func(when bool, format string, args ...any) {
		if when {
			wrong = append(wrong, fmt.Errorf("jwtauth: "+format, args...))
		}
	}
	refuse(o.Issuer == "", "Issuer is required: without it another issuer's tokens would do")
	refuse(len(o.Audiences) == 0 || slices.Contains(o.Audiences, ""), "Audiences is required: without it tokens for other services would do")
	refuse(o.Keys == nil, "Keys is required")
	refuse(o.Leeway > longestLeeway, "Leeway is %v, and may be %v", o.Leeway, longestLeeway)
	v := &Verifier{options: o.withDefaults()}
	v.proofs.most = v.options.Memory
	for _, name := range v.options.Algorithms {
		a := jose.SignatureAlgorithm(name)
		refuse(!slices.Contains(supported[:], a), "the algorithm %q isn't one that a public key verifies: %v", name, supported)
		v.algorithms = append(v.algorithms, a)
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return v, nil
}

func (o Options) withDefaults() Options {
	if len(o.Algorithms) == 0 {
		o.Algorithms = []string{"RS256", "PS256", "ES256", "EdDSA"}
	}
	if len(o.Types) == 0 {
		o.Types = []string{"", "jwt", "at+jwt"}
	}
	if o.Leeway == 0 {
		o.Leeway = usualLeeway
	}
	o.Leeway = max(o.Leeway, 0)
	if o.MaxBytes <= 0 {
		o.MaxBytes = usualBytes
	}
	if o.Memory == 0 {
		o.Memory = usualMemory
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Verify implements authn.Verifier. Its error wraps authn.ErrToken or authn.ErrExpired, unless the issuer's keys can't be had.
func (v *Verifier) Verify(ctx context.Context, token string) (authn.Caller, error) {
	payload, err := v.open(ctx, token)
	if err != nil {
		return authn.Caller{}, err
	}
	c, err := readClaims(payload)
	if err != nil {
		return authn.Caller{}, bad("its claims can't be read: %v", err)
	}
	if err := v.judge(c); err != nil {
		return authn.Caller{}, err
	}
	return v.caller(c, payload)
}

// open returns what the issuer has signed.
func (v *Verifier) open(ctx context.Context, text string) ([]byte, error) {
	if len(text) > v.options.MaxBytes {
		return nil, bad("it is longer than %d bytes", v.options.MaxBytes)
	}
	hash := token(sha256.Sum256([]byte(text)))
	if known, ok := v.proofs.find(hash); ok {
		keys, err := v.options.Keys.source.find(ctx, known.keyID)
		if err != nil {
			return nil, err
		}
		if known.holds(keys) {
			return known.payload, nil
		}
	}
	found, err := v.prove(ctx, text)
	if err == nil {
		v.proofs.remember(hash, found)
	}
	return found.payload, err
}

// prove finds the key that has signed a token.
func (v *Verifier) prove(ctx context.Context, text string) (proof, error) {
	if strings.ContainsAny(text, "\r\n") {
		return proof{}, bad("it has line breaks, which base64 decoders overlook")
	}
	signed, err := jose.ParseSignedCompact(text, v.algorithms)
	if err != nil || len(signed.Signatures) != 1 {
		return proof{}, bad("%v", err)
	}
	head := signed.Signatures[0].Protected // where keys are named or brought along by the token itself, nobody looks
	if _, ok := head.ExtraHeaders["crit"]; ok {
		return proof{}, bad("it demands extensions")
	}
	if !v.typed(head.ExtraHeaders["typ"]) {
		return proof{}, bad("it isn't an access token, but of type %v", head.ExtraHeaders["typ"])
	}
	keys, err := v.options.Keys.source.find(ctx, head.KeyID)
	if err != nil {
		return proof{}, err
	}
	for _, k := range fitting(keys, head.KeyID, head.Algorithm) {
		payload, err := signed.Verify(k.Key)
		if key, ok := k.Key.(publicKey); err == nil && ok {
			return proof{payload, head.KeyID, head.Algorithm, key}, nil
		}
	}
	return proof{}, bad("no key of the issuer has signed it")
}

// typed says whether a token is of a type that is wanted.
func (v *Verifier) typed(typ any) bool {
	text, ok := typ.(string)
	if typ != nil && !ok {
		return false
	}
	return slices.ContainsFunc(v.options.Types, func(t string) bool { return strings.EqualFold(short(t), short(text)) })
}

func short(typ string) string {
	const prefix = "application/"
	if len(typ) > len(prefix) && strings.EqualFold(typ[:len(prefix)], prefix) {
		return typ[len(prefix):]
	}
	return typ
}

// judge holds claims against what is wanted.
func (v *Verifier) judge(c *claims) error {
	now, leeway := v.options.Now(), v.options.Leeway
	switch {
	case c.Issuer != v.options.Issuer:
		return bad("another issuer has made it: %q", c.Issuer)
	case !slices.ContainsFunc(c.Audience, func(a string) bool { return slices.Contains(v.options.Audiences, a) }):
		return bad("it is for somebody else: %q", c.Audience)
	case c.Expiry == nil:
		return bad("it has no end")
	case !now.Add(-leeway).Before(c.Expiry.Time()): // RFC 7519, 4.1.4: not on the second itself either
		return fmt.Errorf("jwtauth: %w", authn.ErrExpired)
	case c.NotBefore != nil && now.Add(leeway).Before(c.NotBefore.Time()):
		return bad("it isn't valid yet")
	case c.IssuedAt != nil && now.Add(leeway).Before(c.IssuedAt.Time()):
		return bad("it has been issued in the future")
	case c.Subject == "" || len(c.Subject) > longestName:
		return bad("its subject has %d bytes", len(c.Subject))
	}
	return nil
}

func (v *Verifier) caller(c *claims, payload []byte) (authn.Caller, error) {
	out := authn.Caller{Issuer: c.Issuer, Subject: c.Subject, Client: c.client(), Scopes: c.scopes()}
	if v.options.Map == nil {
		return out, nil
	}
	more, err := readAll(payload)
	if err == nil {
		err = v.options.Map(more, &out)
	}
	if err != nil {
		return authn.Caller{}, bad("%v", err)
	}
	return out, nil
}

func bad(format string, args ...any) error {
	return fmt.Errorf("jwtauth: %w: %s", authn.ErrToken, fmt.Sprintf(format, args...))
}
