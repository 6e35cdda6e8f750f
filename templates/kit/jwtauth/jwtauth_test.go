package jwtauth_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/bylaw-dev/bylaw/templates/kit/jwtauth"
	"github.com/bylaw-dev/bylaw/templates/support/authn"
)

const issuer = "https://id.example"

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// pair is a key of the issuer's.
type pair struct {
	id, algorithm string
	private       crypto.Signer
}

func (p pair) public() jose.JSONWebKey {
	return jose.JSONWebKey{Key: p.private.Public(), KeyID: p.id, Algorithm: p.algorithm, Use: "sig"}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func newRSA(id string) pair {
	return pair{id, "RS256", must(rsa.GenerateKey(rand.Reader, 2048))}
}

func newEC(id string) pair {
	return pair{id, "ES256", must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))}
}

var theRSA, theEC = newRSA("rsa-1"), newEC("ec-1")

func keySet(all ...jose.JSONWebKey) []byte {
	return must(json.Marshal(jose.JSONWebKeySet{Keys: all}))
}

type object = map[string]any

// usual is a token that is good at noon, with changes; a nil takes a claim away.
func usual(changes object) object {
	c := object{"iss": issuer, "sub": "ada", "aud": "shop", "exp": noon.Unix() + 300, "iat": noon.Unix() - 60, "scope": "orders.read orders.write", "client_id": "web"}
	for name, value := range changes {
		if c[name] = value; value == nil {
			delete(c, name)
		}
	}
	return c
}

// sign makes a token of claims (JSON, or what becomes of it).
func sign(claims any, algorithm string, key any, id string, head object) string {
	o := (&jose.SignerOptions{}).WithType("at+jwt")
	if id != "" {
		o = o.WithHeader("kid", id)
	}
	for name, value := range head {
		o = o.WithHeader(jose.HeaderKey(name), value)
	}
	signer := must(jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(algorithm), Key: key}, o))
	text, ok := claims.(string)
	if !ok {
		text = string(must(json.Marshal(claims)))
	}
	return must(must(signer.Sign([]byte(text))).CompactSerialize())
}

func (p pair) sign(claims any) string { return sign(claims, p.algorithm, p.private, p.id, nil) }

func options(keys ...jose.JSONWebKey) jwtauth.Options {
	return jwtauth.Options{Issuer: issuer, Audiences: []string{"shop"}, Keys: must(jwtauth.Static(keySet(keys...))), Now: func() time.Time { return noon }}
}

func verifier(t testing.TB, o jwtauth.Options) *jwtauth.Verifier {
	t.Helper()
	v, err := jwtauth.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestGoodTokens(t *testing.T) {
	private := must2(ed25519.GenerateKey(rand.Reader))
	ed := pair{"ed-1", "EdDSA", private}
	v := verifier(t, options(theRSA.public(), theEC.public(), ed.public()))
	for name, token := range map[string]string{
		"RS256": theRSA.sign(usual(nil)), "ES256": theEC.sign(usual(nil)), "EdDSA": ed.sign(usual(nil)),
		"several audiences":         theEC.sign(usual(object{"aud": []string{"other", "shop"}})),
		"scopes as a list":          theEC.sign(usual(object{"scope": nil, "scp": []string{"orders.read", "orders.write"}})),
		"azp":                       theEC.sign(usual(object{"client_id": nil, "azp": "web"})),
		"the last moment, leeway":   theEC.sign(usual(object{"exp": noon.Unix() - 29})),
		"nbf within the leeway":     theEC.sign(usual(object{"nbf": noon.Unix() + 30})),
		"without iat":               theEC.sign(usual(object{"iat": nil})),
		"a fraction of a second":    theEC.sign(usual(object{"exp": float64(noon.Unix()) + 10.5})),
		"no key ID, and one key":    sign(usual(nil), "ES256", theEC.private, "", nil),
		"typ in another spelling":   sign(usual(nil), "ES256", theEC.private, "ec-1", object{"typ": "application/AT+JWT"}),
		"a key of its own, ignored": sign(usual(nil), "ES256", theEC.private, "ec-1", object{"jwk": theRSA.public(), "jku": "https://evil.example"}),
	} {
		got, err := v.Verify(context.Background(), token)
		want := authn.Caller{Issuer: issuer, Subject: "ada", Client: "web", Scopes: []string{"orders.read", "orders.write"}}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func must2(_ ed25519.PublicKey, k ed25519.PrivateKey, err error) ed25519.PrivateKey {
	return must(k, err)
}

func b64(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

func TestBadTokens(t *testing.T) {
	otherRSA, otherEC := newRSA("rsa-1"), newEC("ec-1")
	good := theRSA.sign(usual(nil))
	parts := strings.Split(good, ".")
	claims := string(must(json.Marshal(usual(nil))))
	n := theRSA.private.Public().(*rsa.PublicKey)
	der := must(x509.MarshalPKIXPublicKey(n))
	asPEM := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	evil := newEC("evil")
	jwk := evil.public()
	rows := map[string]string{
		"empty": "", "one part": "a", "dots": "..", "no JSON": "a.b.c",
		"none":                         b64(`{"alg":"none","kid":"rsa-1"}`) + "." + b64(claims) + ".",
		"None":                         b64(`{"alg":"None","kid":"rsa-1"}`) + "." + b64(claims) + ".",
		"none, signature kept":         b64(`{"alg":"none","kid":"rsa-1"}`) + "." + parts[1] + "." + parts[2],
		"no signature":                 parts[0] + "." + parts[1] + ".",
		"HS256 by the public PEM":      sign(usual(nil), "HS256", asPEM, "rsa-1", nil),
		"HS256 by the public DER":      sign(usual(nil), "HS256", der, "rsa-1", nil),
		"HS256 by the modulus":         sign(usual(nil), "HS256", n.N.Bytes(), "rsa-1", nil),
		"RS256 that says ES256's key":  sign(usual(nil), "RS256", theRSA.private, "ec-1", nil),
		"an algorithm that isn't ours": sign(usual(nil), "RS384", theRSA.private, "rsa-1", nil),
		"PS256 by a key for RS256":     sign(usual(nil), "PS256", theRSA.private, "rsa-1", nil),
		"another's key of that ID":     otherRSA.sign(usual(nil)),
		"another's EC key of that ID":  otherEC.sign(usual(nil)),
		"an unknown key ID":            sign(usual(nil), "RS256", theRSA.private, "rsa-2", nil),
		"a key brought along":          sign(usual(nil), "ES256", evil.private, "", object{"jwk": jwk}),
		"and of our key's ID":          sign(usual(nil), "ES256", evil.private, "ec-1", object{"jwk": jwk, "jku": "https://evil.example/keys", "x5u": "https://evil.example"}),
		"crit":                         sign(usual(nil), "ES256", theEC.private, "ec-1", object{"crit": []string{"exp"}}),
		"crit that the library knows":  sign(usual(nil), "ES256", theEC.private, "ec-1", object{"crit": []string{"b64"}, "b64": true}),
		"a logout token":               sign(usual(nil), "ES256", theEC.private, "ec-1", object{"typ": "logout+jwt"}),
		"a DPoP proof":                 sign(usual(nil), "ES256", theEC.private, "ec-1", object{"typ": "dpop+jwt"}),
		"typ is a number":              sign(usual(nil), "ES256", theEC.private, "ec-1", object{"typ": 1}),
		"other claims, old signature":  parts[0] + "." + b64(strings.Replace(claims, "ada", "eve", 1)) + "." + parts[2],
		"JSON serialisation":           `{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `"}`,
		"white space":                  good + "\n",
		"another issuer":               theEC.sign(usual(object{"iss": "https://id.example/"})),
		"no issuer":                    theEC.sign(usual(object{"iss": nil})),
		"for somebody else":            theEC.sign(usual(object{"aud": "shopping"})),
		"for nobody":                   theEC.sign(usual(object{"aud": nil})),
		"for none":                     theEC.sign(usual(object{"aud": []string{}})),
		"audience is a number":         theEC.sign(usual(object{"aud": 7})),
		"no end":                       theEC.sign(usual(object{"exp": nil})),
		"its end is null":              theEC.sign(strings.Replace(claims, fmt.Sprint(noon.Unix()+300), "null", 1)),
		"its end is a text":            theEC.sign(usual(object{"exp": "2099-01-01"})),
		"endless":                      theEC.sign(strings.Replace(claims, fmt.Sprint(noon.Unix()+300), "1e400", 1)),
		"not yet":                      theEC.sign(usual(object{"nbf": noon.Unix() + 31})),
		"not before the end of time":   theEC.sign(usual(object{"nbf": 1e30})),
		"issued in the future":         theEC.sign(usual(object{"iat": noon.Unix() + 31})),
		"no subject":                   theEC.sign(usual(object{"sub": nil})),
		"an empty subject":             theEC.sign(usual(object{"sub": ""})),
		"a subject without end":        theEC.sign(usual(object{"sub": strings.Repeat("a", 256)})),
		"a claim twice":                theEC.sign(strings.Replace(claims, `"sub":"ada"`, `"sub":"eve","sub":"ada"`, 1)),
		"claims in another case":       theEC.sign(strings.Replace(claims, `"exp"`, `"EXP"`, 1)),
		"a list":                       theEC.sign("[]"), "a text": theEC.sign(`"ada"`), "null": theEC.sign("null"),
		"too long": theEC.sign(usual(object{"junk": strings.Repeat("a", 8<<10)})),
	}
	v := verifier(t, options(theRSA.public(), theEC.public()))
	for name, token := range rows {
		c, err := v.Verify(context.Background(), token)
		if !errors.Is(err, authn.ErrToken) || errors.Is(err, authn.ErrExpired) || !reflect.DeepEqual(c, authn.Caller{}) {
			t.Errorf("%s: %+v %v", name, c, err)
		}
	}
	for _, exp := range []int64{noon.Unix() - 30, noon.Unix() - 3600, 0, -1} { // the second itself is too late
		if _, err := v.Verify(context.Background(), theEC.sign(usual(object{"exp": exp}))); !errors.Is(err, authn.ErrExpired) {
			t.Errorf("exp %d: %v", exp, err)
		}
	}
	strict := options(theEC.public())
	strict.Leeway = -1
	if _, err := verifier(t, strict).Verify(context.Background(), theEC.sign(usual(object{"exp": noon.Unix()}))); !errors.Is(err, authn.ErrExpired) {
		t.Errorf("no leeway: %v", err)
	}
}

// Two keys, and a token that says which: the other one's is never tried.
func TestKeyIDIsBinding(t *testing.T) {
	a, b := newEC("a"), newEC("b")
	v := verifier(t, options(a.public(), b.public()))
	for id, want := range map[string]bool{"a": true, "b": false, "": false} {
		if _, err := v.Verify(context.Background(), sign(usual(nil), "ES256", a.private, id, nil)); (err == nil) != want {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// Where the issuer keeps to RFC 9068, an ID token for the same audience isn't an access token.
func TestTypes(t *testing.T) {
	o := options(theEC.public())
	o.Types = []string{"at+jwt"}
	for typ, want := range map[string]bool{"at+jwt": true, "application/at+jwt": true, "JWT": false, "": false} {
		_, err := verifier(t, o).Verify(context.Background(), sign(usual(nil), "ES256", theEC.private, "ec-1", object{"typ": typ}))
		if (err == nil) != want {
			t.Errorf("%q: %v", typ, err)
		}
	}
}

func TestMap(t *testing.T) {
	o := options(theEC.public())
	o.Map = func(c jwtauth.Claims, caller *authn.Caller) error {
		caller.Tenant, caller.Internal = c.Text("tenant"), c.True("staff")
		if len(c.Texts("groups")) > 2 {
			return errors.New("too many groups")
		}
		return nil
	}
	for _, row := range []struct {
		changes  object
		tenant   string
		internal bool
		fails    bool
	}{
		{object{"tenant": "acme", "staff": true}, "acme", true, false}, {object{"tenant": 7, "staff": "true"}, "", false, false}, {object{}, "", false, false},
		{object{"groups": []string{"a", "b", "c"}}, "", false, true}, {object{"groups": "a b"}, "", false, false},
	} {
		c, err := verifier(t, o).Verify(context.Background(), theEC.sign(usual(row.changes)))
		if errors.Is(err, authn.ErrToken) != row.fails || c.Tenant != row.tenant || c.Internal != row.internal {
			t.Errorf("%v: %+v %v", row.changes, c, err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	_, err := jwtauth.New(jwtauth.Options{Algorithms: []string{"none", "HS256", "RS256", ""}, Leeway: time.Hour})
	for _, want := range []string{"Issuer is", "Audiences is", "Keys is", `"none"`, `"HS256"`, `algorithm ""`, "1h0m0s"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s isn't in %v", want, err)
		}
	}
	if strings.Contains(err.Error(), `"RS256"`) {
		t.Error(err)
	}
}

// Of a key set only public keys that sign and are long enough are of use; others do no harm.
func TestStatic(t *testing.T) {
	short := must(rsa.GenerateKey(rand.Reader, 1024))
	encrypts := theEC.public()
	encrypts.Use = "enc"
	useless := []jose.JSONWebKey{{Key: []byte("a secret of both of them, 32 bytes"), KeyID: "oct"}, {Key: theEC.private, KeyID: "private"}, {Key: short.Public(), KeyID: "short"}, encrypts}
	if _, err := jwtauth.Static(keySet(useless...)); err == nil {
		t.Error("useless keys are taken")
	}
	mixed := strings.Replace(string(keySet(append(useless, theEC.public())...)), `"keys":[`, `"keys":[{"kty":"XYZ","kid":"new"},7,{"kty":"EC"},`, 1)
	o := options(theEC.public())
	var err error
	if o.Keys, err = jwtauth.Static([]byte(mixed)); err != nil {
		t.Fatal(err)
	}
	v := verifier(t, o)
	if _, err := v.Verify(context.Background(), theEC.sign(usual(nil))); err != nil {
		t.Error(err)
	}
	for name, token := range map[string]string{
		"the secret": sign(usual(nil), "HS256", useless[0].Key, "oct", nil), "the private one": sign(usual(nil), "ES256", theEC.private, "private", nil),
		"the short one": sign(usual(nil), "RS256", short, "short", nil),
	} {
		if _, err := v.Verify(context.Background(), token); !errors.Is(err, authn.ErrToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{"", "{}", `{"keys":[]}`, "[]", `{"keys":[` + strings.Repeat("{},", 100) + "{}]}"} {
		if _, err := jwtauth.Static([]byte(text)); err == nil {
			t.Errorf("%.20q is taken", text)
		}
	}
}

func FuzzVerify(f *testing.F) {
	v := verifier(f, options(theRSA.public(), theEC.public()))
	good := theEC.sign(usual(nil))
	f.Add(good)
	f.Add(b64(`{"alg":"none"}`) + "." + b64("{}") + ".")
	f.Fuzz(func(t *testing.T, token string) {
		_, err := v.Verify(context.Background(), token)
		if err == nil && token != good && strings.Split(token, ".")[1] != strings.Split(good, ".")[1] {
			t.Errorf("%q is good", token)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	first := options(theRSA.public(), theEC.public())
	first.Memory = -1
	for _, c := range []struct {
		name, token string
		o           jwtauth.Options
	}{
		{"RS256", theRSA.sign(usual(nil)), first},
		{"ES256", theEC.sign(usual(nil)), first},
		{"again", theEC.sign(usual(nil)), options(theEC.public())},
	} {
		v, token := verifier(b, c.o), c.token
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := v.Verify(context.Background(), token); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
