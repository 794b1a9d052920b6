// Package config reads the settings that all commands share.
package config

import (
	"encoding/json"
	"fmt"
	"io/ioutil"
	"os"
)

// Database says where the orders are.
type Database struct {
	User     string `json:"user"`
	Password string `json:"password"`
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Name     string `json:"name"`
}

// Config is the content of the configuration file.
type Config struct {
	Addr        string   `json:"addr"`
	MetricsAddr string   `json:"metrics_addr"`
	RedisAddr   string   `json:"redis_addr"`
	SupplierURL string   `json:"supplier_url"`
	Database    Database `json:"database"`
}

// Load reads the file at path; the environment overrides its secrets.
func Load(path string) (*Config, error) {
	raw, err := ioutil.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	cfg := &Config{Addr: ":8080", MetricsAddr: "localhost:9090"}
	if err := json.Unmarshal(raw, cfg); err != nil {
		return nil, fmt.Errorf("parse %s: %w", path, err)
	}
	if password, ok := os.LookupEnv("ORDERS_DB_PASSWORD"); ok {
		cfg.Database.Password = password
	}
	return cfg, nil
}

// Fragments lists the files of a conf.d directory by name.
func Fragments(dir string) ([]string, error) {
	infos, err := ioutil.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, info := range infos {
		if !info.IsDir() {
			names = append(names, info.Name())
		}
	}
	return names, nil
}
