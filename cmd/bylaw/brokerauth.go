package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/bylaw-dev/bylaw/contract/broker"
)

// The environment variables that say where the broker is and who calls, as the Pact Broker's own tools
// have them. Passwords and tokens have no flags: those are seen by everybody on the machine.
const (
	envBrokerURL      = "PACT_BROKER_BASE_URL"
	envBrokerUsername = "PACT_BROKER_USERNAME"
	envBrokerPassword = "PACT_BROKER_PASSWORD"
	envBrokerToken    = "PACT_BROKER_TOKEN"
)

// brokerHelp says so in the help of commands.
const brokerHelp = `Credentials are taken from the environment: PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD. They are
never printed, and sent to the broker only: links that lead elsewhere are refused.`

// brokerAuth returns who calls.
func brokerAuth() (broker.Auth, error) {
	auth := broker.Auth{
		Username: os.Getenv(envBrokerUsername), Password: os.Getenv(envBrokerPassword), Token: strings.TrimSpace(os.Getenv(envBrokerToken)),
	}
	switch {
	case auth.Token == "" && auth.Username == "" && auth.Password != "":
		return auth, fmt.Errorf("%s is set without %s: set both, or %s", envBrokerPassword, envBrokerUsername, envBrokerToken)
	case strings.ContainsAny(auth.Token, " \t\r\n"):
		return auth, fmt.Errorf("%s holds more than one word: it is the token alone, without Bearer", envBrokerToken)
	}
	return auth, nil
}

// openBroker returns the broker at an address: that of the flag, or else of the environment.
func openBroker(flag string) (*broker.Broker, error) {
	address := cmp.Or(flag, os.Getenv(envBrokerURL))
	if address == "" {
		return nil, fmt.Errorf("name the broker with --broker https://broker.example.com, or with %s", envBrokerURL)
	}
	auth, err := brokerAuth()
	if err != nil {
		return nil, err
	}
	return broker.Open(address, auth)
}

// brokerError adds what to do about an error of a broker.
func brokerError(err error) error {
	var refused *broker.Refusal
	if errors.As(err, &refused) && refused.Status == 401 {
		return fmt.Errorf("%w: set %s, or %s and %s", err, envBrokerToken, envBrokerUsername, envBrokerPassword)
	}
	return err
}
