BEGIN TRANSACTION;
CREATE TABLE "account" (
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	agency VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	password VARCHAR NOT NULL, 
	disabled BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	own_digits BOOLEAN NOT NULL, 
	own_era BOOLEAN NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "account" VALUES('som','duty','','en','$argon2id$none',0,'2026-03-14 05:00:00.000000',0,0);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
CREATE TABLE asked (
	partner VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	parts INTEGER NOT NULL, 
	came INTEGER NOT NULL, 
	reports INTEGER NOT NULL, 
	versions INTEGER NOT NULL, 
	doubtful INTEGER NOT NULL, 
	unread INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	done_at DATETIME, 
	PRIMARY KEY (partner)
);
INSERT INTO "asked" VALUES('TCL',1,0,0,0,0,0,0,'2026-03-14 05:00:00.000000',NULL);
CREATE TABLE attachment (
	id INTEGER NOT NULL, 
	origin VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	located BOOLEAN NOT NULL, 
	note VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "attachment" VALUES(1,'MSI',1,1,'parcels.jpg','image/jpeg',3,X'0000000000000000000000000000000000000000000000000000000000000000',1,'the parcels','som','2026-03-14 05:00:00.000000');
CREATE TABLE attachmentpiece (
	attachment_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(attachment_id) REFERENCES attachment (id)
);
INSERT INTO "attachmentpiece" VALUES(1,1,0,X'FFD8FF');
CREATE TABLE audit (
	seq BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	digest BLOB NOT NULL, 
	hash BLOB NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "audit" VALUES(1,'2026-03-14 05:00:00.000000','station','filed','MSI-1-1',X'0000000000000000000000000000000000000000000000000000000000000000',X'769FD5119EA858933427D5BBA78155732562E782084215EAF5DF4D4445258FE0');
CREATE TABLE claim (
	origin VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	"by" VARCHAR NOT NULL, 
	last BIGINT NOT NULL, 
	rested_s INTEGER NOT NULL, 
	warned BOOLEAN NOT NULL, 
	PRIMARY KEY (origin, epoch, seq)
);
INSERT INTO "claim" VALUES('MSI',1,1,'som',1,60,0);
CREATE TABLE codeuse (
	id INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	sheet_id INTEGER, 
	"row" INTEGER, 
	standing VARCHAR NOT NULL, 
	officer VARCHAR, 
	duress BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	origin VARCHAR, 
	epoch INTEGER, 
	seq INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(message_id) REFERENCES message (id), 
	FOREIGN KEY(sheet_id) REFERENCES sheet (id)
);
INSERT INTO "codeuse" VALUES(1,1,1,1,'open','Sgt Anan',0,'2026-03-14 05:00:00.000000',NULL,NULL,NULL);
CREATE TABLE counter (
	name VARCHAR NOT NULL, 
	value BIGINT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "counter" VALUES('report',1);
INSERT INTO "counter" VALUES('envelope',1);
CREATE TABLE "delivery" (
	id INTEGER NOT NULL, 
	tag VARCHAR NOT NULL, 
	bearer VARCHAR NOT NULL, 
	to_kind VARCHAR NOT NULL, 
	"to" VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	precedence INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	not_before DATETIME, 
	"references" JSON NOT NULL, 
	sentence VARCHAR NOT NULL, 
	message_id INTEGER, 
	origin VARCHAR, 
	epoch INTEGER, 
	seq INTEGER, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	lease INTEGER NOT NULL, 
	leased_until DATETIME, 
	age_s INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (tag), 
	FOREIGN KEY(message_id) REFERENCES message (id)
);
INSERT INTO "delivery" VALUES(1,'reply-1','gsm','number','+66810000001','K7M4 received',2,'queued',0,NULL,'["17"]','',1,'MSI',1,1,'2026-03-14 05:00:00.000000','2026-03-14 05:00:00.000000',0,NULL,0);
CREATE TABLE dialogue (
	sender_kind VARCHAR NOT NULL, 
	sender VARCHAR NOT NULL, 
	open JSON NOT NULL, 
	message_id INTEGER NOT NULL, 
	asked_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	PRIMARY KEY (sender_kind, sender), 
	FOREIGN KEY(message_id) REFERENCES message (id)
);
INSERT INTO "dialogue" VALUES('number','+66810000001','{"slot": "unit"}',2,'2026-03-14 05:00:00.000000','2026-03-14 05:10:00.000000');
CREATE TABLE duty (
	id INTEGER NOT NULL, 
	rank INTEGER NOT NULL, 
	account VARCHAR NOT NULL, 
	number VARCHAR NOT NULL, 
	made_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "duty" VALUES(1,1,'som','+66810000009','2026-03-14 05:00:00.000000');
CREATE TABLE enrolled (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	agency VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	made_at DATETIME NOT NULL, 
	retired_at DATETIME, 
	PRIMARY KEY (id)
);
INSERT INTO "enrolled" VALUES(1,'Sgt Anan','','','en','2026-03-14 05:00:00.000000',NULL);
CREATE TABLE "envelope" (
	origin VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	partner VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	precedence INTEGER NOT NULL, 
	frame BLOB NOT NULL, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	report_origin VARCHAR, 
	report_epoch INTEGER, 
	report_seq INTEGER, 
	lease INTEGER NOT NULL, 
	leased_until DATETIME, 
	PRIMARY KEY (origin, epoch, seq)
);
INSERT INTO "envelope" VALUES('MSI',1,1,'TCL','report',2,X'A100','queued',0,'2026-03-14 05:00:00.000000','2026-03-14 05:00:00.000000','MSI',1,1,0,NULL);
CREATE TABLE escalation (
	origin VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	open BOOLEAN NOT NULL, 
	waited_s INTEGER NOT NULL, 
	told JSON NOT NULL, 
	hub BOOLEAN NOT NULL, 
	PRIMARY KEY (origin, epoch, seq)
);
INSERT INTO "escalation" VALUES('MSI',1,1,1,1,30,'[[1, "alarm-MSI-1-1-1-1"]]',0);
CREATE TABLE factor (
	account VARCHAR NOT NULL, 
	secret BLOB NOT NULL, 
	drift INTEGER NOT NULL, 
	last BIGINT NOT NULL, 
	made_at DATETIME NOT NULL, 
	on_at DATETIME, 
	PRIMARY KEY (account), 
	FOREIGN KEY(account) REFERENCES account (name)
);
INSERT INTO "factor" VALUES('som',X'0000000000000000000000000000000000000000',0,0,'2026-03-14 05:00:00.000000','2026-03-14 05:00:00.000000');
CREATE TABLE feed (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at DATETIME NOT NULL, 
	kind VARCHAR NOT NULL, 
	origin VARCHAR, 
	epoch INTEGER, 
	report_seq INTEGER, 
	message_id BIGINT
);
INSERT INTO "feed" VALUES(1,'2026-03-14 05:00:00.000000','report','MSI',1,1,NULL);
INSERT INTO "feed" VALUES(2,'2026-03-14 05:00:00.000000','message',NULL,NULL,NULL,2);
CREATE TABLE halfway (
	id_hash BLOB NOT NULL, 
	account VARCHAR NOT NULL, 
	tries INTEGER NOT NULL, 
	expires_at DATETIME NOT NULL, 
	PRIMARY KEY (id_hash), 
	FOREIGN KEY(account) REFERENCES account (name)
);
INSERT INTO "halfway" VALUES(X'0000000000000000000000000000000000000000000000000000000000000000','som',0,'2026-03-14 05:05:00.000000');
CREATE TABLE handover (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	taken_by VARCHAR, 
	taken_at DATETIME, 
	PRIMARY KEY (id)
);
INSERT INTO "handover" VALUES(1,'2026-03-14 05:01:00.000000','som','Patrol 3 waits for a boat.',NULL,NULL);
CREATE TABLE history (
	id INTEGER NOT NULL, 
	origin VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR NOT NULL, 
	what VARCHAR NOT NULL, 
	detail JSON NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "history" VALUES(1,'MSI',1,1,'2026-03-14 05:00:00.000000','officer','filed','{}');
CREATE TABLE listed (
	mark BLOB NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (mark)
);
INSERT INTO "listed" VALUES(X'0000000000000000000000000000000000000000000000000000000000000000','2026-03-14 05:00:00.000000');
CREATE TABLE message (
	id INTEGER NOT NULL, 
	bearer VARCHAR NOT NULL, 
	sender_kind VARCHAR NOT NULL, 
	sender VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	sent_at DATETIME, 
	received_at DATETIME NOT NULL, 
	outcome VARCHAR NOT NULL, 
	provenance VARCHAR NOT NULL, 
	late BOOLEAN NOT NULL, 
	note VARCHAR NOT NULL, 
	origin VARCHAR, 
	epoch INTEGER, 
	seq INTEGER, claimed_by VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "message" VALUES(1,'gsm','number','+66810000001','PTL MSI','2026-03-14 05:00:00.000000','2026-03-14 05:00:00.000000','accepted','C',0,'','MSI',1,1,NULL);
INSERT INTO "message" VALUES(2,'gsm','number','+66810000001','¿?','2026-03-14 05:00:00.000000','2026-03-14 05:00:00.000000','unreadable','C',0,'',NULL,NULL,NULL,NULL);
CREATE TABLE notice (
	name VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	level VARCHAR NOT NULL, 
	sentence VARCHAR NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "notice" VALUES('disk','2026-03-14 05:00:00.000000','warn','["Little room is left on the disk.",{}]');
CREATE TABLE passage (
	partner VARCHAR NOT NULL, 
	origin VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	why VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	queued_at DATETIME NOT NULL, 
	sent_at DATETIME, 
	stored_at DATETIME, 
	seen_at DATETIME, 
	acted_at DATETIME, earlier VARCHAR, 
	PRIMARY KEY (partner, origin, epoch, seq)
);
INSERT INTO "passage" VALUES('TCL','MSI',1,1,1,'stored','rule drug-seizures','','2026-03-14 05:00:00.000000',NULL,'2026-03-14 05:00:09.000000',NULL,NULL,NULL);
CREATE TABLE patrol (
	origin VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	last BIGINT NOT NULL, 
	silent_s INTEGER NOT NULL, 
	late BOOLEAN NOT NULL, 
	missed BOOLEAN NOT NULL, 
	PRIMARY KEY (origin, epoch, seq)
);
INSERT INTO "patrol" VALUES('MSI',1,1,1,90,0,0);
CREATE TABLE reach (
	id INTEGER NOT NULL, 
	officer_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	asked_at DATETIME, 
	confirmed_at DATETIME, 
	confirmed_by VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(officer_id) REFERENCES enrolled (id)
);
INSERT INTO "reach" VALUES(1,1,'number','+66810000001','',NULL,'2026-03-14 05:00:00.000000','');
CREATE TABLE recovery (
	id INTEGER NOT NULL, 
	account VARCHAR NOT NULL, 
	hash BLOB NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(account) REFERENCES account (name)
);
INSERT INTO "recovery" VALUES(1,'som',X'0000000000000000000000000000000000000000000000000000000000000000');
CREATE TABLE reference (
	id INTEGER NOT NULL, 
	bearer VARCHAR NOT NULL, 
	reference VARCHAR NOT NULL, 
	delivery_id INTEGER NOT NULL, 
	fate VARCHAR NOT NULL, 
	at DATETIME NOT NULL, submitted_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(delivery_id) REFERENCES delivery (id)
);
INSERT INTO "reference" VALUES(1,'gsm','17',1,'pending','2026-03-14 05:00:03.000000',NULL);
CREATE TABLE report (
	origin VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	ref VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	fields JSON NOT NULL, 
	canonical VARCHAR NOT NULL, 
	edition INTEGER NOT NULL, 
	precedence INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	provenance VARCHAR NOT NULL, 
	handling VARCHAR NOT NULL, 
	place VARCHAR, 
	agency VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	corrections JSON NOT NULL, 
	claimed_by VARCHAR, 
	sent_at DATETIME, 
	received_at DATETIME NOT NULL, 
	feed_seq INTEGER NOT NULL, merged_into VARCHAR, unseen VARCHAR, taken_by VARCHAR, 
	PRIMARY KEY (origin, epoch, seq)
);
INSERT INTO "report" VALUES('MSI',1,1,'K1','DRG','{"items": [{"code": "YAB", "quantity": "200000"}]}','DRG MSI YAB 200000T SEIZED',1,2,'new',1,'C','C',NULL,'','','[]',NULL,NULL,'2026-03-14 05:00:00.000000',1,NULL,NULL,NULL);
CREATE TABLE segment (
	id INTEGER NOT NULL, 
	"key" BLOB NOT NULL, 
	bearer VARCHAR NOT NULL, 
	sender_kind VARCHAR NOT NULL, 
	sender VARCHAR NOT NULL, 
	raw BLOB NOT NULL, 
	text VARCHAR, 
	data BLOB, 
	sent_at DATETIME, 
	heard_at DATETIME NOT NULL, 
	part_ref INTEGER, 
	part_count INTEGER, 
	part_index INTEGER, 
	problem VARCHAR, 
	message_id INTEGER, part_wide BOOLEAN, port INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(message_id) REFERENCES message (id), 
	UNIQUE ("key")
);
INSERT INTO "segment" VALUES(1,X'6F6E65','gsm','number','+66810000001',X'07916F6E65','PTL MSI',NULL,NULL,'2026-03-14 05:00:00.000000',NULL,NULL,NULL,NULL,1,NULL,NULL);
INSERT INTO "segment" VALUES(2,X'74776F','gsm','number','+66810000001',X'079174776F','¿?',NULL,NULL,'2026-03-14 05:00:00.000000',NULL,NULL,NULL,NULL,2,NULL,NULL);
CREATE TABLE session (
	id_hash BLOB NOT NULL, 
	account VARCHAR NOT NULL, 
	csrf VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, proved_at DATETIME, 
	PRIMARY KEY (id_hash), 
	FOREIGN KEY(account) REFERENCES account (name)
);
INSERT INTO "session" VALUES(X'0000000000000000000000000000000000000000000000000000000000000000','som','c','2026-03-14 05:00:00.000000','2026-03-14 05:00:00.000000','2026-03-14 06:00:00.000000',NULL);
CREATE TABLE sheet (
	id INTEGER NOT NULL, 
	officer VARCHAR NOT NULL, 
	secret BLOB NOT NULL, 
	size INTEGER NOT NULL, 
	next_row INTEGER NOT NULL, 
	wrong INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	PRIMARY KEY (id)
);
INSERT INTO "sheet" VALUES(1,'Sgt Anan',X'0000000000000000000000000000000000000000',50,1,0,'2026-03-14 05:00:00.000000',NULL);
CREATE TABLE shiftline (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "shiftline" VALUES(1,'2026-03-14 05:00:00.000000','station','fault','bearer gsm','gsm does not answer');
CREATE TABLE source (
	origin VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	officer VARCHAR, 
	sender_kind VARCHAR NOT NULL, 
	sender VARCHAR NOT NULL, 
	bearer VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	message_id BIGINT NOT NULL, 
	PRIMARY KEY (origin, epoch, seq)
);
INSERT INTO "source" VALUES('MSI',1,1,NULL,'number','+66810000001','gsm','en',1);
CREATE TABLE spent (
	id INTEGER NOT NULL, 
	bearer VARCHAR NOT NULL, 
	delivery_id INTEGER NOT NULL, 
	segments INTEGER NOT NULL, 
	flash BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "spent" VALUES(1,'gsm',1,1,0,'2026-03-14 05:00:02.000000');
CREATE TABLE stray (
	id INTEGER NOT NULL, 
	bearer VARCHAR NOT NULL, 
	reference VARCHAR NOT NULL, 
	to_kind VARCHAR NOT NULL, 
	"to" VARCHAR NOT NULL, 
	fate VARCHAR NOT NULL, 
	submitted_at DATETIME, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "stray" VALUES(1,'gsm','18','number','+66810000001','delivered',NULL,'2026-03-14 05:00:04.000000');
CREATE TABLE token (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	scopes JSON NOT NULL, 
	hash BLOB NOT NULL, 
	made_by VARCHAR NOT NULL, 
	made_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	used_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(account) REFERENCES account (name), 
	UNIQUE (name), 
	UNIQUE (hash)
);
INSERT INTO "token" VALUES(1,'wallboard','som','["read"]',X'0000000000000000000000000000000000000000000000000000000000000000','admin','2026-03-14 05:00:00.000000','2026-03-15 05:00:00.000000',NULL,NULL);
CREATE TABLE told (
	partner VARCHAR NOT NULL, 
	size BIGINT NOT NULL, 
	base BIGINT NOT NULL, 
	peaks BLOB NOT NULL, 
	proved_at DATETIME NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (partner)
);
INSERT INTO "told" VALUES('TCL',1,1,X'769FD5119EA858933427D5BBA78155732562E782084215EAF5DF4D4445258FE0','2026-03-14 05:00:00.000000','2026-03-14 05:00:00.000000');
CREATE TABLE tree (
	id INTEGER NOT NULL, 
	size BIGINT NOT NULL, 
	peaks BLOB NOT NULL, 
	chained BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "tree" VALUES(1,1,X'769FD5119EA858933427D5BBA78155732562E782084215EAF5DF4D4445258FE0',0);
CREATE TABLE "view" (
	account VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	"query" VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (account, name), 
	FOREIGN KEY(account) REFERENCES account (name)
);
INSERT INTO "view" VALUES('som','Drugs','type=DRG','2026-03-14 05:00:00.000000');
CREATE TABLE witness (
	office VARCHAR NOT NULL, 
	size BIGINT NOT NULL, 
	root BLOB NOT NULL, 
	at BIGINT NOT NULL, 
	signature BLOB NOT NULL, 
	seen_at DATETIME NOT NULL, 
	proved BOOLEAN NOT NULL, 
	problem VARCHAR NOT NULL, epoch BIGINT DEFAULT '0' NOT NULL, seq BIGINT DEFAULT '0' NOT NULL, 
	PRIMARY KEY (office, size, root)
);
INSERT INTO "witness" VALUES('TCL',7,X'0000000000000000000000000000000000000000000000000000000000000000',1773464400,X'00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000','2026-03-14 05:00:00.000000',0,'',0,0);
CREATE TABLE wording (
	id INTEGER NOT NULL, 
	origin VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT wording_of UNIQUE (origin, epoch, seq)
);
INSERT INTO "wording" VALUES(1,'MSI',1,1,' k1 drg msi yab 200000t seized ptl msi ');
CREATE INDEX message_of ON message (origin, epoch, seq);
CREATE INDEX ix_message_received_at ON message (received_at);
CREATE INDEX ix_message_sender ON message (sender);
CREATE INDEX ix_segment_message_id ON segment (message_id);
CREATE INDEX ix_segment_sender ON segment (sender);
CREATE INDEX report_page ON report (precedence, received_at DESC, seq DESC, epoch DESC, origin DESC);
CREATE INDEX report_queue ON report (state, precedence, received_at);
CREATE INDEX ix_report_ref ON report (ref);
CREATE INDEX ix_report_feed_seq ON report (feed_seq);
CREATE INDEX ix_source_sender ON source (sender);
CREATE INDEX history_of ON history (origin, epoch, seq);
CREATE INDEX ix_reference_reference ON reference (reference);
CREATE INDEX ix_reference_delivery_id ON reference (delivery_id);
CREATE INDEX ix_session_account ON session (account);
CREATE INDEX envelope_due ON envelope (partner, state, precedence, seq);
CREATE INDEX envelope_of ON envelope (report_origin, report_epoch, report_seq);
CREATE INDEX ix_sheet_officer ON sheet (officer);
CREATE INDEX ix_codeuse_message_id ON codeuse (message_id);
CREATE INDEX ix_codeuse_officer ON codeuse (officer);
CREATE INDEX ix_codeuse_at ON codeuse (at);
CREATE INDEX ix_stray_bearer ON stray (bearer);
CREATE INDEX segment_loose ON segment (id) WHERE message_id IS NULL AND part_ref IS NOT NULL;
CREATE INDEX delivery_due ON delivery (state, precedence, id);
CREATE INDEX delivery_of ON delivery (origin, epoch, seq);
CREATE INDEX delivery_to ON delivery ("to", created_at);
CREATE INDEX delivery_waiting ON delivery (bearer, precedence, id) WHERE state = 'queued';
CREATE INDEX ix_spent_delivery_id ON spent (delivery_id);
CREATE INDEX spent_by ON spent (bearer, at);
CREATE INDEX ix_duty_account ON duty (account);
CREATE INDEX ix_recovery_account ON recovery (account);
CREATE INDEX ix_shiftline_at ON shiftline (at);
CREATE INDEX ix_shiftline_name ON shiftline (name);
CREATE INDEX ix_handover_at ON handover (at);
CREATE INDEX ix_handover_taken_by ON handover (taken_by);
CREATE INDEX ix_audit_at ON audit (at);
CREATE INDEX ix_token_account ON token (account);
CREATE INDEX attachment_of ON attachment (origin, epoch, seq);
CREATE INDEX ix_attachmentpiece_attachment_id ON attachmentpiece (attachment_id);
CREATE INDEX report_type ON report (type, precedence, received_at DESC, seq DESC, epoch DESC, origin DESC);
CREATE INDEX report_place ON report (place, precedence, received_at DESC, seq DESC, epoch DESC, origin DESC);
CREATE INDEX report_provenance ON report (provenance, precedence, received_at DESC, seq DESC, epoch DESC, origin DESC);
CREATE INDEX report_received ON report (received_at);
CREATE INDEX passage_of ON passage (origin, epoch, seq);
CREATE INDEX message_lane ON message (id) WHERE coalesce(origin, '') = '' AND outcome <> 'aside';
CREATE TRIGGER sought_in AFTER INSERT ON wording BEGIN INSERT INTO sought(rowid, text) VALUES (new.id, new.text); END;
CREATE TRIGGER sought_out AFTER DELETE ON wording BEGIN INSERT INTO sought(sought, rowid, text) VALUES ('delete', old.id, old.text); END;
CREATE TRIGGER sought_anew AFTER UPDATE OF text ON wording BEGIN INSERT INTO sought(sought, rowid, text) VALUES ('delete', old.id, old.text); INSERT INTO sought(rowid, text) VALUES (new.id, new.text); END;
CREATE INDEX ix_enrolled_name ON enrolled (name);
CREATE INDEX ix_reach_officer_id ON reach (officer_id);
CREATE INDEX reach_value ON reach (value, kind);
CREATE INDEX report_merged ON report (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX audit_asked ON audit (action, subject, seq) WHERE action IN ('backup taken', 'receiving proved');
CREATE INDEX report_open ON report (precedence, received_at DESC, seq DESC, epoch DESC, origin DESC) WHERE (state NOT IN ('closed', 'cancelled') AND merged_into IS NULL OR unseen IS NOT NULL);
CREATE INDEX delivery_about ON delivery (message_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('feed',2);
COMMIT;
CREATE VIRTUAL TABLE sought USING fts5(text, content='wording', content_rowid='id', columnsize=0, tokenize='trigram case_sensitive 1');
INSERT INTO sought(sought) VALUES ('rebuild');
