package jwtauth

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// Keys are the public keys of an issuer.
type Keys struct{ source source }

type source interface {
	// find returns the keys of that ID, all if it is "". None is no error; one is that they can't be had.
	find(ctx context.Context, id string) ([]jose.JSONWebKey, error)
}

// Static takes the keys from a JSON Web Key Set (RFC 7517), which never changes. The error is that it holds none that is
// of use.
func Static(jwks []byte) (*Keys, error) {
	s, err := parse(jwks)
	if err != nil {
		return nil, err
	}
	return &Keys{s}, nil
}

// set is the keys of one document.
type set []jose.JSONWebKey

func (s set) find(_ context.Context, id string) ([]jose.JSONWebKey, error) { return s.of(id), nil }

func (s set) of(id string) []jose.JSONWebKey {
	if id == "" {
		return s
	}
	var out []jose.JSONWebKey
	for _, k := range s {
		if k.KeyID == id {
			out = append(out, k)
		}
	}
	return out
}

// Limits of a document.
const (
	mostKeys   = 100
	fewestBits = 2048 // of an RSA key (RFC 7518, 3.3)
)

// parse takes from a document all keys that can verify. Others (secrets, private ones, those that encrypt, kinds that aren't
// known) are passed over, as RFC 7517, 5 asks for.
func parse(jwks []byte) (set, error) {
	var document struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(jwks, &document); err != nil {
		return nil, fmt.Errorf("jwtauth: the key set can't be read: %w", err)
	}
	if len(document.Keys) > mostKeys {
		return nil, fmt.Errorf("jwtauth: the key set has %d keys, and may have %d", len(document.Keys), mostKeys)
	}
	var out set
	for _, text := range document.Keys {
		var k jose.JSONWebKey
		if k.UnmarshalJSON(text) == nil && useful(&k) {
			out = append(out, k)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("jwtauth: the key set has no public key to verify with")
	}
	return out, nil
}

func useful(k *jose.JSONWebKey) bool {
	if !k.Valid() || !k.IsPublic() || k.Use != "" && k.Use != "sig" {
		return false
	}
	if r, ok := k.Key.(*rsa.PublicKey); ok {
		return r.N.BitLen() >= fewestBits
	}
	return true
}

// mostTried is how many keys are tried with a token at most, for each costs time.
const mostTried = 4

// fitting returns the keys that may have signed with that algorithm. Without an ID there must be just one.
func fitting(keys []jose.JSONWebKey, id, algorithm string) []jose.JSONWebKey {
	var out []jose.JSONWebKey
	for i := range keys {
		if k := &keys[i]; fits(k, algorithm) {
			out = append(out, *k)
		}
	}
	if id == "" && len(out) > 1 {
		return nil
	}
	return out[:min(len(out), mostTried)]
}

// fits says whether a key is one of the algorithm's: a token doesn't choose what its key is used for.
func fits(k *jose.JSONWebKey, algorithm string) bool {
	if k.Algorithm != "" && k.Algorithm != algorithm {
		return false
	}
	switch k.Key.(type) {
	case *rsa.PublicKey:
		return strings.HasPrefix(algorithm, "RS") || strings.HasPrefix(algorithm, "PS")
	case *ecdsa.PublicKey:
		return strings.HasPrefix(algorithm, "ES")
	case ed25519.PublicKey:
		return algorithm == string(jose.EdDSA)
	}
	return false
}
